package fr.rtes.fiches.accounts.provider;

import fr.rtes.fiches.accounts.Account;
import fr.rtes.fiches.accounts.Accounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/** Who is let in where: the protocol's endpoints on one side, the login page on the other. */
@Configuration
class Doors {

    @Bean
    @Order(1)
    SecurityFilterChain protocolEndpoints(HttpSecurity http) throws Exception {
        return http.oauth2AuthorizationServer(server -> {
                    http.securityMatcher(server.getEndpointsMatcher());
                    server.oidc(Customizer.withDefaults());
                })
                // The account's own endpoint (userinfo) takes the tokens that were made here.
                .oauth2ResourceServer(tokens -> tokens.jwt(Customizer.withDefaults()))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(refused -> refused.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login"),
                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pageForPeople(HttpSecurity http, ProviderSettings settings, Throttle throttle)
            throws Exception {
        var onward = new SavedRequestAwareAuthenticationSuccessHandler();
        onward.setDefaultTargetUrl(settings.pages() + "/");
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers("/", "/login", "/login/later", "/assets/**", "/error")
                                .permitAll()
                                .anyRequest()
                                .denyAll())
                .addFilterBefore(new ThrottledLogin(throttle), UsernamePasswordAuthenticationFilter.class)
                .formLogin(login -> login.loginPage("/login")
                        .successHandler((request, response, account) -> {
                            ThrottledLogin.passed(request, throttle);
                            onward.onAuthenticationSuccess(request, response, account);
                        })
                        .failureHandler((request, response, problem) ->
                                response.sendRedirect("/login?error&lang=" + AskedLanguage.of(request))))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(
                                // A browser applies form-action to where a form's answer redirects to as well.
                                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                                        + " frame-ancestors 'none'; form-action 'self' " + settings.pages()))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .permissionsPolicyHeader(
                                policy -> policy.policy("camera=(), geolocation=(), microphone=(), payment=()")))
                .build();
    }

    /** Looked up by what is typed, and known by its id from then on. */
    @Bean
    UserDetailsService knownPeople(Accounts accounts) {
        return login -> {
            try {
                Account account = accounts.withLogin(login)
                        .orElseThrow(() -> new UsernameNotFoundException("no account of that login"));
                return User.withUsername(account.id())
                        .password(account.password())
                        .authorities(account.roles().stream()
                                .map(role -> "ROLE_" + role.name())
                                .toArray(String[]::new))
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Bean
    Throttle throttle() {
        return new Throttle(InstantSource.system());
    }
}
