package fr.rtes.fiches.platform.web;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.ResolvedType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Tells the OpenAPI document what the records say by themselves: what may be null, and which kinds of a value there are.
 */
@Component
final class Shapes implements ModelConverter {

    private static final String SCHEMAS = "#/components/schemas/";

    private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        var raw = raw(type.getType());
        if (raw != null && JsonNode.class.isAssignableFrom(raw)) {
            return new Schema<>(); // any value: its members are Jackson's, not ours
        }
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        if (raw == null || schema == null) {
            return schema;
        }
        var kinds = raw.getAnnotation(JsonSubTypes.class);
        var told = raw.getAnnotation(JsonTypeInfo.class);
        if (raw.isRecord()) {
            complete(raw, name(schema), definition(schema, context));
        } else if (kinds != null && told != null) {
            distinguish(kinds, told.property(), definition(schema, context), context);
        }
        return schema;
    }

    private static @Nullable Class<?> raw(@Nullable Type type) {
        return switch (type) {
            case Class<?> c -> c;
            case ResolvedType t -> t.getRawClass();
            case null, default -> null;
        };
    }

    private static @Nullable String name(Schema<?> schema) {
        var reference = schema.get$ref();
        return reference == null ? schema.getName() : reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static Schema<?> definition(Schema<?> schema, ModelConverterContext context) {
        var name = name(schema);
        Schema<?> defined = name == null ? null : context.getDefinedModels().get(name);
        return defined == null ? schema : defined;
    }

    /** What is not declared to be null is always there; what is may be null. */
    private void complete(Class<?> type, @Nullable String name, Schema<?> schema) {
        if (name != null) {
            var other = named.putIfAbsent(name, type);
            if (other != null && other != type) {
                throw new IllegalStateException(
                        "Two shapes are called " + name + ": " + type.getName() + " and " + other.getName());
            }
        }
        var properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        var required = new TreeSet<String>();
        if (schema.getRequired() != null) {
            required.addAll(schema.getRequired()); // by annotation: refused where it is missing
        }
        properties.replaceAll((property, shape) -> {
            if (mayBeNull(type, property)) {
                return required.contains(property) ? shape : orNull(shape);
            }
            required.add(property);
            return shape;
        });
        schema.setRequired(List.copyOf(required));
    }

    private static boolean mayBeNull(Class<?> type, String property) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(property) && method.getParameterCount() == 0)
                .map(method -> (AnnotatedElement) method.getAnnotatedReturnType())
                .anyMatch(returned -> returned.isAnnotationPresent(Nullable.class));
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.getAnyOf() != null) {
            return schema;
        }
        if (schema.get$ref() == null && schema.getEnum() == null) {
            var types = new LinkedHashSet<String>();
            if (schema.getTypes() != null) {
                types.addAll(schema.getTypes());
            } else if (schema.getType() != null) {
                types.add(schema.getType());
            }
            if (!types.isEmpty()) {
                types.add("null");
                schema.setTypes(types);
            }
            return schema;
        }
        var either = new Schema<>();
        either.setAnyOf(List.of(schema, nothing()));
        return either;
    }

    private static Schema<?> nothing() {
        var nothing = new Schema<>();
        nothing.setTypes(new LinkedHashSet<>(List.of("null")));
        return nothing;
    }

    /** One of several shapes, told apart by a member. */
    private static void distinguish(JsonSubTypes kinds, String member, Schema<?> union, ModelConverterContext context) {
        var mapping = new LinkedHashMap<String, String>();
        for (var kind : kinds.value()) {
            Schema<?> resolved = context.resolve(new AnnotatedType(kind.value()).resolveAsRef(true));
            var name = resolved == null ? null : name(resolved);
            if (resolved == null || name == null) {
                throw new IllegalStateException(
                        "No shape is known of " + kind.value().getName());
            }
            mapping.put(kind.name(), SCHEMAS + name);
            var shape = definition(resolved, context);
            if (shape.getAllOf() != null) {
                // It would refer to the union that refers to it.
                for (Schema<?> part : shape.getAllOf()) {
                    if (part.getProperties() != null) {
                        part.getProperties().forEach(shape::addProperty);
                    }
                }
                shape.setAllOf(null);
            }
            shape.setType("object");
            shape.setTypes(new LinkedHashSet<>(List.of("object")));
            var tag = new StringSchema();
            tag.addEnumItem(kind.name());
            shape.addProperty(member, tag);
            var required = new TreeSet<>(List.of(member));
            if (shape.getRequired() != null) {
                required.addAll(shape.getRequired());
            }
            shape.setRequired(List.copyOf(required));
        }
        union.setProperties(null);
        union.setRequired(null);
        union.setType(null);
        union.setTypes(null);
        union.setDiscriminator(new Discriminator().propertyName(member).mapping(mapping));
        union.setOneOf(null);
        mapping.values().forEach(to -> union.addOneOfItem(reference(to)));
    }

    private static Schema<?> reference(String to) {
        return new Schema<>().$ref(to);
    }
}
