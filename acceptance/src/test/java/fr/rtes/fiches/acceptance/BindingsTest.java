package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the check of the compose file's variables can fail. */
class BindingsTest {

    @TempDir
    private Path directory;

    @Test
    void a_variable_that_nothing_reads_is_named() throws IOException {
        Bindings bindings = Bindings.of(jar());
        assertThat(bindings.unbound(List.of(
                        "FICHES_LOG_FORMAT",
                        "JAVA_TOOL_OPTIONS",
                        "SERVER_PORT",
                        "FICHES_MASTER_KEY",
                        "FICHES_MASTERKEY",
                        "LOGGING_LEVEL_ROOT")))
                .isEmpty();
        assertThat(bindings.unbound(List.of("SERVER_PORT", "SERVER_PROT", "FICHES_MASTER_KEYS", "SPRING_MONGODB_URI")))
                .containsExactly("FICHES_MASTER_KEYS", "SERVER_PROT", "SPRING_MONGODB_URI");
    }

    @Test
    void references_in_a_compose_file_are_resolved_or_complained_about() {
        Map<String, String> values = Map.of("SECRET", "s3cret");
        assertThat(ComposeFile.resolve("a ${SECRET:?the secret} b ${PORT:-8080} c $$d", values))
                .isEqualTo("a s3cret b 8080 c $d");
        assertThatThrownBy(() -> ComposeFile.resolve("${OTHER:?is wanted}", values))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("OTHER");
    }

    /** A service's jar with one library in it. */
    private Path jar() throws IOException {
        byte[] library =
                zip(Map.of("META-INF/spring-configuration-metadata.json", """
                {"properties": [{"name": "server.port", "type": "java.lang.Integer"},
                                {"name": "logging.level", "type": "java.util.Map<java.lang.String,java.lang.String>"}]}""".getBytes(StandardCharsets.UTF_8)));
        return Files.write(
                directory.resolve("service.jar"),
                zip(Map.of(
                        "BOOT-INF/classes/application.yml",
                        "logging.structured.format.console: ${FICHES_LOG_FORMAT:}".getBytes(StandardCharsets.UTF_8),
                        "BOOT-INF/classes/META-INF/spring-configuration-metadata.json",
                        "{\"properties\": [{\"name\": \"fiches.master-key\", \"type\": \"java.lang.String\"}]}"
                                .getBytes(StandardCharsets.UTF_8),
                        "BOOT-INF/lib/library.jar",
                        library)));
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
