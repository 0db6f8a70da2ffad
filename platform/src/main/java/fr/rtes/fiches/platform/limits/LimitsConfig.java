package fr.rtes.fiches.platform.limits;

import fr.rtes.fiches.platform.access.Callers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitSettings.class)
class LimitsConfig {

    /** Before anybody looks into the body. */
    private static final int BEFORE_ACCOUNTS = -200;
    /** Spring Security's filters, which find out who asks, stand at -100. */
    private static final int AFTER_ACCOUNTS = -50;

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(LimitSettings settings) {
        var filter = new FilterRegistrationBean<>(new BodyLimit(settings));
        filter.setOrder(BEFORE_ACCOUNTS);
        return filter;
    }

    @Bean
    FilterRegistrationBean<Legible> legible() {
        var filter = new FilterRegistrationBean<>(new Legible());
        filter.setOrder(BEFORE_ACCOUNTS);
        return filter;
    }

    @Bean
    FilterRegistrationBean<RateLimit> rateLimit(LimitSettings settings, ObjectProvider<Callers> callers) {
        var filter = new FilterRegistrationBean<>(new RateLimit(settings, callers, System::nanoTime));
        filter.setOrder(AFTER_ACCOUNTS);
        return filter;
    }
}
