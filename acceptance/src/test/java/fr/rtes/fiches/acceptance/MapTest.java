package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.fiche.FicheCommand;
import fr.rtes.fiches.events.FicheEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's map leaves nothing out, and no link of the documentation leads nowhere. */
class MapTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** The target of a link or image, up to a title or an anchor. */
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]*)(#[^)\\s]*)?(?:\\s[^)]*)?\\)");

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

    static List<Path> pages() throws IOException {
        try (var docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_somewhere(Path page) throws IOException {
        var links = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
        var broken = new ArrayList<String>();
        while (links.find()) {
            var target = links.group(1);
            if (!target.isEmpty()
                    && !target.matches("[a-z]+:.*")
                    && !Files.exists(page.resolveSibling(target).normalize())) {
                broken.add(target);
            }
        }
        assertThat(broken)
                .as("links of %s that lead nowhere", ROOT.relativize(page))
                .isEmpty();
    }

    @Test
    void every_event_is_on_the_map() throws IOException {
        assertThat(map()).contains(names(FicheEvent.class));
    }

    @Test
    void every_command_is_on_the_map() throws IOException {
        assertThat(map()).contains(names(FicheCommand.class));
    }

    @Test
    void every_operation_of_the_command_service_is_on_the_map() throws IOException {
        var operations = new OpenApi("command-service").operations();
        assertThat(operations).isNotEmpty();
        assertThat(map())
                .contains(operations.stream()
                        .map(operation ->
                                "`" + operation.node().path("operationId").asString() + "`")
                        .toArray(String[]::new));
    }

    private static String map() throws IOException {
        var readme = Files.readString(ROOT.resolve("README.md"));
        var begin = readme.indexOf("\n## The map");
        assertThat(begin).as("the README has a map").isNotNegative();
        return readme.substring(begin, readme.indexOf("\n## ", begin + 1));
    }

    private static String[] names(Class<?> sealedType) {
        return Arrays.stream(sealedType.getPermittedSubclasses())
                .map(type -> "`" + type.getSimpleName() + "`")
                .toArray(String[]::new);
    }
}
