package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.query.views.View;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.BeanUtils;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** The product's views, for their pure folds: every peer has to arrive at the same documents. */
final class Shipped {

    private Shipped() {}

    static List<? extends View<?>> views() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(View.class));
        return scanner.findCandidateComponents("fr.rtes.fiches.query").stream()
                .<View<?>>map(found -> view(String.valueOf(found.getBeanClassName())))
                .sorted(Comparator.comparing(View::name))
                .toList();
    }

    private static View<?> view(String className) {
        try {
            return (View<?>) BeanUtils.instantiateClass(Class.forName(className));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static View<?> profile() {
        return views().stream()
                .filter(view -> view.name().equals("profile"))
                .findFirst()
                .orElseThrow();
    }

    /** The collections of a view by what stands for them in its fingerprint. */
    static Map<String, String> collections(View<?> view, String own) {
        var collections = new LinkedHashMap<String, String>();
        collections.put(view.name(), own);
        view.shelves().forEach(shelf -> collections.put(view.name() + "_" + shelf.name(), own + "_" + shelf.name()));
        return collections;
    }
}
