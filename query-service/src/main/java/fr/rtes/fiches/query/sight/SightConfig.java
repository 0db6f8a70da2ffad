package fr.rtes.fiches.query.sight;

import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Callers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

@Configuration
class SightConfig {

    /** Behind whatever verifies tokens, before whatever answers. */
    private static final int ORDER = 100;

    @Bean
    Sights sights(Callers callers, PublicLives lives) {
        return new Sights(() -> asking(callers), lives);
    }

    /** What asks without a request sees what everybody sees. */
    private static Caller asking(Callers callers) {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
                ? callers.of(now.getRequest())
                : Caller.VISITOR;
    }

    @Bean
    FilterRegistrationBean<KeptCopies> keptCopies(ObjectProvider<Callers> callers) {
        var filter = new FilterRegistrationBean<>(new KeptCopies(request -> callers.getObject().of(request)));
        filter.setOrder(ORDER);
        return filter;
    }
}
