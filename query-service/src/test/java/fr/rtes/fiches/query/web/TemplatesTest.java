package fr.rtes.fiches.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attoparser.ParseException;
import org.attoparser.config.ParseConfiguration;
import org.attoparser.simple.AbstractSimpleMarkupHandler;
import org.attoparser.simple.SimpleMarkupParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every word of a page is in a message file, in both languages, and every message is on a page. */
class TemplatesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path WORDS = Path.of("src/main/resources/pages");
    private static final Path CODE = Path.of("src/main/java");

    /** <code>#{directory.title}</code>, <code>#{directory.since(${year})}</code> */
    private static final Pattern KEY = Pattern.compile("#\\{([\\w.-]+)[}(]");
    /** <code>#{|shell.nav.${entry.key()}|}</code>: any key that begins so. */
    private static final Pattern FAMILY = Pattern.compile("#\\{\\|([\\w.-]+\\.)\\$\\{");

    /** {@code "imports.answer." + code}: the same in a page's code. */
    private static final Pattern FAMILY_IN_CODE = Pattern.compile("\"([\\w-]+\\.[\\w.-]*\\.)\" \\+ ");

    private static final Pattern ANY_KEY = Pattern.compile("#\\{");
    private static final Pattern PLACE = Pattern.compile("\\{\\d");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern QUOTED = Pattern.compile("'[^']*\\p{L}[^']*'");
    private static final Pattern ARGUMENTS = Pattern.compile("\\([^()]*\\)|\\[[^\\[\\]]*]|#\\{[^{}]*}|==\\s*'[^']*'");

    /** Attributes that people read or hear. */
    private static final Set<String> SPOKEN = Set.of(
            "alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary", "th:text", "th:utext");

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String templates() {
        return files(TEMPLATES, ".html").stream().map(TemplatesTest::read).collect(Collectors.joining("\n"));
    }

    /** By key; fails where a file says one twice. */
    private static Map<String, String> words(Locale language) {
        var words = new TreeMap<String, String>();
        for (var file : files(WORDS, "_" + language.getLanguage() + ".properties")) {
            var page = file.getFileName().toString().replaceFirst("_.*", "");
            read(file)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> {
                        var sign = line.indexOf('=');
                        assertThat(sign).as(line).isPositive();
                        var key = line.substring(0, sign);
                        assertThat(key).as("in " + file).startsWith(page + ".");
                        assertThat(words.put(key, line.substring(sign + 1)))
                                .as("said twice: " + key)
                                .isNull();
                    });
        }
        return words;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void what_is_said_in_one_language_is_said_in_the_other_with_the_same_places() {
        var french = words(Locale.FRENCH);
        var english = words(Locale.ENGLISH);
        assertThat(french).isNotEmpty();
        assertThat(english.keySet()).isEqualTo(french.keySet());
        assertThat(french)
                .allSatisfy((key, said) ->
                        assertThat(places(said)).as(key).isEqualTo(places(english.getOrDefault(key, ""))));
    }

    private static List<String> places(String said) {
        return PLACE.matcher(said)
                .results()
                .map(m -> m.group())
                .distinct()
                .sorted()
                .toList();
    }

    /** An apostrophe quotes in a message format and would be gone: it is written ’. */
    @Test
    void apostrophes_are_typographic() {
        for (var language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
            assertThat(words(language))
                    .allSatisfy(
                            (key, said) -> assertThat(said).as(key).isNotBlank().doesNotContain("'"));
        }
    }

    @Test
    void every_key_of_a_template_is_known_and_every_known_key_used() {
        var templates = templates();
        var code = files(CODE, ".java").stream().map(TemplatesTest::read).collect(Collectors.joining("\n"));
        var keys = found(KEY, templates);
        var families = found(FAMILY, templates);
        var inCode = found(FAMILY_IN_CODE, code);
        var known = words(Locale.FRENCH).keySet();

        assertThat(ANY_KEY.matcher(templates).results().count())
                .as("keys that are neither plain nor of a family")
                .isEqualTo(KEY.matcher(templates).results().count()
                        + FAMILY.matcher(templates).results().count());
        assertThat(known).containsAll(keys);
        assertThat(families).allSatisfy(family -> assertThat(known).anyMatch(key -> key.startsWith(family)));
        assertThat(known)
                .allMatch(key -> keys.contains(key)
                        || families.stream().anyMatch(key::startsWith)
                        || inCode.stream().anyMatch(key::startsWith)
                        || code.contains("\"" + key + "\""));
    }

    @Test
    void no_template_holds_words_of_its_own() throws ParseException {
        for (var file : files(TEMPLATES, ".html")) {
            var literal = new ArrayList<String>();
            var parser = new SimpleMarkupParser(ParseConfiguration.htmlConfiguration());
            parser.parse(read(file), new Literals(literal));
            assertThat(literal).as(file.toString()).isEmpty();
        }
    }

    /** Links go through {@code page}, which keeps the moment that is asked about. */
    @Test
    void no_template_links_past_the_page() {
        assertThat(templates()).doesNotContain("@{", "style=\"", "onclick", "<style", "th:utext");
    }

    private static final class Literals extends AbstractSimpleMarkupHandler {

        private final List<String> literal;

        Literals(List<String> literal) {
            this.literal = literal;
        }

        @Override
        public void handleText(char[] buffer, int offset, int length, int line, int column) {
            var text = new String(buffer, offset, length);
            if (LETTER.matcher(text).find()) {
                literal.add(line + ": " + text.strip());
            }
        }

        @Override
        public void handleOpenElement(String name, @Nullable Map<String, String> attributes, int line, int column) {
            check(attributes, line);
        }

        @Override
        public void handleStandaloneElement(
                String name, @Nullable Map<String, String> attributes, boolean minimized, int line, int column) {
            check(attributes, line);
        }

        private void check(@Nullable Map<String, String> attributes, int line) {
            if (attributes == null) {
                return;
            }
            attributes.forEach((name, value) -> {
                if (SPOKEN.contains(name)
                        && !name.startsWith("th:")
                        && LETTER.matcher(value).find()) {
                    literal.add(line + ": " + name + "=" + value);
                }
                if (name.startsWith("th:") && SPOKEN.contains(name.startsWith("th:text") ? name : name.substring(3))) {
                    if (QUOTED.matcher(bare(value)).find()) {
                        literal.add(line + ": " + name + "=" + value);
                    }
                }
            });
        }

        /** Without arguments of calls, keys and what is only compared. */
        private static String bare(String expression) {
            var bare = expression;
            while (true) {
                var less = ARGUMENTS.matcher(bare).replaceAll(Matcher.quoteReplacement(""));
                if (less.equals(bare)) {
                    return bare;
                }
                bare = less;
            }
        }
    }
}
