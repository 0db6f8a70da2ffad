package fr.rtes.fiches.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which environment variables mean something to a service: what its jar says of itself and what its libraries say. */
final class Bindings {

    /** Read by the JVM before any of our code runs. */
    private static final Set<String> OF_THE_JVM = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String MORE_METADATA = "META-INF/additional-spring-configuration-metadata.json";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z0-9_]+)(?::[^}]*)?}");

    private final Set<String> names = new HashSet<>(OF_THE_JVM);
    /** Variables of properties that are maps: whatever follows is a key. */
    private final Set<String> beginnings = new HashSet<>();

    private Bindings() {}

    /** Reads an executable jar, the jars within it included. */
    static Bindings of(Path jar) {
        Bindings bindings = new Bindings();
        try (InputStream file = Files.newInputStream(jar)) {
            bindings.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bindings;
    }

    /** Those that bind to nothing, in their order. */
    List<String> unbound(Collection<String> variables) {
        return variables.stream()
                .filter(variable ->
                        !names.contains(variable) && beginnings.stream().noneMatch(variable::startsWith))
                .sorted()
                .toList();
    }

    private void read(InputStream jar) throws IOException {
        ZipInputStream zip = new ZipInputStream(jar);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            if (name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar")) {
                // Not closed: it would close the jar around it.
                read(zip);
            } else if (name.endsWith(METADATA) || name.endsWith(MORE_METADATA)) {
                metadata(JsonMapper.shared().readTree(zip.readAllBytes()));
            } else if (name.equals("BOOT-INF/classes/application.yml")) {
                PLACEHOLDER
                        .matcher(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                        .results()
                        .forEach(found -> names.add(found.group(1)));
            }
        }
    }

    private void metadata(JsonNode metadata) {
        for (JsonNode property : metadata.path("properties")) {
            String name = property.path("name").asString();
            boolean isMap = property.path("type").asString("").startsWith("java.util.Map");
            for (String variable : variables(name)) {
                names.add(variable);
                if (isMap) {
                    beginnings.add(variable + "_");
                }
            }
        }
    }

    /** As Spring Boot names them: hyphens left out, or as underscores. */
    private static Set<String> variables(String property) {
        String upper = property.toUpperCase(Locale.ROOT).replace('.', '_');
        return Stream.of(upper.replace("-", ""), upper.replace('-', '_')).collect(Collectors.toUnmodifiableSet());
    }
}
