package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.platform.access.ProgramsAccess;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Only programs come here, the query service's pages among them. */
@Configuration("commandAccess")
class AccessConfig {

    private static final int AFTER_THE_CHECK = 10;

    @Bean
    SecurityFilterChain programs(HttpSecurity http, ProgramsAccess access) throws Exception {
        return access.chain(http);
    }

    @Bean
    WebMvcConfigurer authorNamesKept(AuthorNames names) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(names).order(AFTER_THE_CHECK);
            }
        };
    }
}
