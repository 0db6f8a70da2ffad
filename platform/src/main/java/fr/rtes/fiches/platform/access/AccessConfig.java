package fr.rtes.fiches.platform.access;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration
class AccessConfig {

    private static final String SCHEME = "accounts";
    private static final Logger LOG = LoggerFactory.getLogger(AccessConfig.class);

    @Bean
    JwtDecoder jwtDecoder(AccountsSettings settings, Provider provider) {
        if (settings.areThere()) {
            return Tokens.of(settings, provider);
        }
        LOG.warn("No provider of accounts is configured (fiches.accounts.issuer): everybody is a visitor");
        return Tokens.none();
    }

    @Bean
    Callers callers() {
        return request -> Accounts.caller(request.getUserPrincipal());
    }

    /** Which operations need a token, in the OpenAPI document. */
    @Bean
    OpenApiCustomizer neededTokens(Operations operations) {
        var needed = new SecurityRequirement().addList(SCHEME);
        return api -> {
            if (api.getComponents() == null) {
                api.setComponents(new Components());
            }
            api.getComponents()
                    .addSecuritySchemes(
                            SCHEME,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .bearerFormat("JWT")
                                    .description("A token of the provider of accounts, for the audience register (RFC"
                                            + " 6750)."));
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> operation.setSecurity(
                            operations.rules().get(operation.getOperationId()) == Rule.ANYONE
                                    ? List.of(new SecurityRequirement(), needed)
                                    : List.of(needed)));
        };
    }

    @Bean
    WebMvcConfigurer checkedOperations(Operations operations, Callers callers) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new CheckedAccess(operations, callers));
            }
        };
    }
}
