package fr.rtes.fiches.query.web;

import fr.rtes.fiches.platform.problem.ProblemPage;
import fr.rtes.fiches.platform.web.PagePolicy;
import fr.rtes.fiches.query.reading.Moments;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.HttpResource;
import org.springframework.web.servlet.resource.ResourceResolverChain;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.resource.VersionResourceResolver;
import org.thymeleaf.ITemplateEngine;
import org.webjars.WebJarVersionLocator;

@Configuration
class PagesConfig implements WebMvcConfigurer {

    static final String ASSETS = "/assets/";

    /** To run, load and embed what comes from here, and nothing else. */
    private static final PagePolicy POLICY = new PagePolicy(String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'"));

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final ObjectProvider<Pages> pages;

    PagesConfig(ObjectProvider<Pages> pages) {
        this.pages = pages;
    }

    @Bean
    Pages pages(Moments moments, ObjectProvider<ResourceUrlProvider> assets) {
        return new Pages(moments, assets);
    }

    @Bean
    static PagePolicy pagePolicy() {
        return POLICY;
    }

    @Bean
    ProblemPage problemPage(Pages pages, ITemplateEngine templates) {
        return new ShownProblem(pages, templates);
    }

    @Bean
    LocaleResolver localeResolver() {
        return new ReaderLanguage();
    }

    /** Each page's words are in a pair of files of its own: {@code pages/directory_fr.properties}. */
    @Bean
    MessageSource messageSource() throws IOException {
        var french = new PathMatchingResourcePatternResolver().getResources("classpath:pages/*_fr.properties");
        var words = new ResourceBundleMessageSource();
        words.setBasenames(Arrays.stream(french)
                .map(file ->
                        "pages/" + Objects.requireNonNull(file.getFilename()).replace("_fr.properties", ""))
                .sorted()
                .toArray(String[]::new));
        words.setDefaultEncoding("UTF-8");
        words.setFallbackToSystemLocale(false);
        words.setAlwaysUseMessageFormat(true);
        return words;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Visit(pages.getObject()));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(ASSETS + "**")
                .addResourceLocations("classpath:/assets/", webjar("htmx.org") + "dist/")
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new Fingerprinted().addContentVersionStrategy("/**"));
    }

    private static String webjar(String name) {
        return "classpath:/META-INF/resources/webjars/%s/%s/"
                .formatted(name, Objects.requireNonNull(new WebJarVersionLocator().version(name)));
    }

    /** Only by the address that holds the fingerprint of the file: under any other it would be kept for a year as well. */
    private static final class Fingerprinted extends VersionResourceResolver {
        @Override
        protected @Nullable Resource resolveResourceInternal(
                @Nullable HttpServletRequest request,
                String path,
                List<? extends Resource> locations,
                ResourceResolverChain chain) {
            var found = super.resolveResourceInternal(request, path, locations, chain);
            return found instanceof HttpResource ? found : null;
        }
    }
}
