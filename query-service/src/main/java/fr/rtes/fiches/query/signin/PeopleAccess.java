package fr.rtes.fiches.query.signin;

import fr.rtes.fiches.platform.access.Accounts;
import fr.rtes.fiches.platform.access.ProgramsAccess;
import fr.rtes.fiches.platform.access.Provider;
import fr.rtes.fiches.platform.access.Role;
import fr.rtes.fiches.platform.access.Rule;
import fr.rtes.fiches.platform.access.SecurityProblems;
import fr.rtes.fiches.platform.problem.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.util.function.SingletonSupplier;

/**
 * How people are recognised: by the provider of accounts (OpenID Connect, authorization code with PKCE), then by a session of these
 * pages. Whoever comes with a bearer token is a program, and has no session.
 */
@Configuration
class PeopleAccess {

    private static final Logger LOG = LoggerFactory.getLogger(PeopleAccess.class);

    /** What the provider is called in this service's own addresses, {@code /login/oauth2/code/register}. */
    static final String REGISTRATION = "register";

    /** Forms of a fiche that its agent does not have: the command service would refuse what they send. */
    static final Set<String> OF_THE_STAFF =
            Set.of("erasePerson", "endMembership", "resumeMembership", "stateMembershipYear", "stateNoMembershipYear");

    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http, ProgramsAccess access) throws Exception {
        return access.chain(http.securityMatcher(PeopleAccess::isOfProgram));
    }

    /** What is for people alone is never a program's, whatever it sends along. */
    private static boolean isOfProgram(HttpServletRequest request) {
        var path = request.getRequestURI();
        if (path.startsWith("/api/") || path.startsWith("/actuator/")) {
            return true;
        }
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null
                && !path.startsWith("/bureau")
                && !path.startsWith("/exploitation");
    }

    @Bean
    ClientRegistrationRepository clientRegistrations(Provider provider, PagesAccount pages) {
        var once = SingletonSupplier.of(() -> registration(provider, pages));
        return id -> REGISTRATION.equals(id) ? once.obtain() : null;
    }

    private static ClientRegistration registration(Provider provider, PagesAccount pages) {
        return ClientRegistrations.fromOidcConfiguration(provider.described())
                .registrationId(REGISTRATION)
                .clientId(pages.clientId())
                .clientSecret(Objects.requireNonNullElse(pages.clientSecret(), ""))
                .clientAuthenticationMethod(
                        pages.hasSecret()
                                ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC
                                : ClientAuthenticationMethod.NONE)
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                .scope("openid", "profile")
                .build();
    }

    /** With the session, and gone with it. */
    @Bean
    OAuth2AuthorizedClientRepository authorizedClients() {
        return new HttpSessionOAuth2AuthorizedClientRepository();
    }

    @Bean
    @Order(2)
    SecurityFilterChain people(
            HttpSecurity http,
            SecurityProblems problems,
            ClientRegistrationRepository registrations,
            OAuth2AuthorizedClientRepository clients,
            JwtDecoder tokens,
            InstantSource clock)
            throws Exception {
        var recognising = new Recognising(tokens);
        var requests = new TokenRequests();
        var renewal = new Renewal(registrations, clients, requests, recognising);
        var contexts = new HttpSessionSecurityContextRepository();
        var interrupted = new Interrupted(new KeptForms(clock), problems);
        var leaving = new OidcClientInitiatedLogoutSuccessHandler(registrations);
        leaving.setPostLogoutRedirectUri("{baseUrl}/");
        return http.headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(context -> context.securityContextRepository(contexts))
                .csrf(forms -> forms.csrfTokenRepository(csrfTokens()))
                .addFilterBefore(
                        new LivingSession(contexts, renewal, interrupted, clock), AnonymousAuthenticationFilter.class)
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(interrupted).accessDeniedHandler(interrupted))
                .oauth2Login(signIn -> signIn.loginPage(SignInPage.ADDRESS)
                        .tokenEndpoint(token -> token.accessTokenResponseClient(requests.withCode()))
                        .userInfoEndpoint(user -> user.oidcUserService(recognising))
                        .successHandler((request, response, somebody) -> response.sendRedirect(target(request)))
                        .failureHandler((request, response, failure) -> {
                            LOG.warn("Somebody could not be signed in: {}", why(failure));
                            problems.answer(Problem.of(401, "sign-in-failed"), request, response);
                        }))
                .logout(out -> out.logoutUrl("/deconnexion").logoutSuccessHandler(leaving))
                .authorizeHttpRequests(pages -> {
                    pages.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                            .permitAll();
                    pages.requestMatchers("/bureau/miennes").hasRole(Role.AGENT.name());
                    OF_THE_STAFF.forEach(form -> pages.requestMatchers("/bureau/fiches/{ficheId}/" + form + "/**")
                            .access(whoever(Rule.STAFF)));
                    pages.requestMatchers("/bureau/fiches/{ficheId}/**").access(whoever(Rule.AGENT_OF_FICHE_OR_STAFF));
                    pages.requestMatchers("/bureau/**").access(whoever(Rule.STAFF));
                    pages.requestMatchers("/exploitation/**").access(whoever(Rule.OPERATOR));
                    pages.anyRequest().permitAll();
                })
                .build();
    }

    private static AuthorizationManager<RequestAuthorizationContext> whoever(Rule rule) {
        return (account, asked) -> {
            Authentication who = account.get();
            return new AuthorizationDecision(
                    rule.allows(Accounts.caller(who), asked.getVariables().get("ficheId")));
        };
    }

    /** In a cookie: it outlives the session, so that a form that was open meanwhile is known to be ours. */
    private static CookieCsrfTokenRepository csrfTokens() {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        return tokens;
    }

    private static String target(HttpServletRequest request) {
        var session = request.getSession();
        var target = session.getAttribute(Returning.TARGET);
        session.removeAttribute(Returning.TARGET);
        return Returning.local(target instanceof String address ? address : null);
    }

    /** Never the message: it may hold what came from elsewhere. */
    private static String why(AuthenticationException failure) {
        return failure instanceof OAuth2AuthenticationException e
                        && e.getError().getErrorCode().matches("[a-z_]{1,40}")
                ? e.getError().getErrorCode()
                : failure.getClass().getSimpleName();
    }
}
