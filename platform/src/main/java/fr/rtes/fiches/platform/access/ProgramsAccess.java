package fr.rtes.fiches.platform.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * How programs are recognised, in both services: by a bearer token with each request (RFC 6750), or not at all. No session, no
 * cookie, hence nothing that another site could use.
 */
@Component
public class ProgramsAccess {

    private final SecurityProblems problems;

    ProgramsAccess(SecurityProblems problems) {
        this.problems = problems;
    }

    /** Who may ask for which operation is {@link Operations}' business; here it is only found out who asks. */
    public SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .oauth2ResourceServer(tokens -> tokens.authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems)
                        .jwt(jwt -> jwt.jwtAuthenticationConverter(ProgramsAccess::account))
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                                // By itself it would throw where the provider is out of reach.
                                filter.setAuthenticationFailureHandler(problems);
                                return filter;
                            }
                        }))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/actuator/health/**", "/actuator/info")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .access(ProgramsAccess::operatorOrFromHere)
                        .anyRequest()
                        .permitAll())
                .build();
    }

    private static JwtAuthenticationToken account(Jwt token) {
        return new JwtAuthenticationToken(token, Accounts.authorities(token));
    }

    /** Meters: for whoever is on this machine, and for an operator. What a proxy passes on comes from elsewhere. */
    private static AuthorizationDecision operatorOrFromHere(
            Supplier<? extends @Nullable Authentication> account, RequestAuthorizationContext asked) {
        var isOperator = Rule.OPERATOR.allows(Accounts.caller(account.get()), null);
        return new AuthorizationDecision(isOperator || isFromHere(asked.getRequest()));
    }

    private static boolean isFromHere(HttpServletRequest request) {
        if (request.getHeader("Forwarded") != null || request.getHeader("X-Forwarded-For") != null) {
            return false;
        }
        var address = request.getRemoteAddr();
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }
}
