package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Everything a register keeps, as text: every row of every table, every document of every collection, every log. */
final class KeptTexts {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{40,}");

    /** Of each place its texts, folded; ciphers among them as the bytes they are. */
    private final Map<String, List<String>> places = new TreeMap<>();

    private KeptTexts() {}

    static KeptTexts of(Register register) {
        KeptTexts kept = new KeptTexts();
        try {
            kept.tables(register);
            kept.collections(register);
            for (Path log : register.logs()) {
                // As bytes first: a log may be cut in the middle of a character.
                byte[] bytes = Files.readAllBytes(log);
                kept.add(log.toString(), new String(bytes, StandardCharsets.UTF_8));
                kept.add(log.toString(), new String(bytes, StandardCharsets.UTF_16LE));
                kept.add(log.toString(), new String(bytes, StandardCharsets.UTF_16BE));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(kept.places.keySet())
                .anyMatch(place -> place.endsWith("domainevententry"))
                .anyMatch(place -> place.startsWith("collection profile"))
                .anyMatch(place -> place.endsWith(".log"));
        assertThat(kept.places.values().stream().mapToInt(List::size).sum()).isGreaterThan(100);
        return kept;
    }

    /** Something that was answered, or exported. */
    void add(String place, String text) {
        places.computeIfAbsent(place, key -> new ArrayList<>()).add(folded(withCiphersOpenedAsBase64(text)));
    }

    private void tables(Register register) throws SQLException {
        try (Connection connection = register.postgres();
                Statement statement = connection.createStatement()) {
            for (String table : texts(statement, """
                    SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
                    WHERE table_schema NOT IN ('pg_catalog', 'information_schema')""")) {
                texts(statement, "SELECT t::text FROM " + table + " t").forEach(row -> add(table, row));
            }
        }
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private void collections(Register register) {
        try (MongoClient client = MongoClients.create(register.mongoUri())) {
            MongoDatabase database = client.getDatabase("fiches");
            for (String collection : database.listCollectionNames()) {
                database.getCollection(collection)
                        .find()
                        .forEach(document -> add("collection " + collection, document.toJson()));
            }
        }
    }

    /**
     * Each long run of Base64 replaced by the bytes it stands for: a name that was encoded and not enciphered is found, and five
     * letters that a cipher happens to have in a row are not taken for a name (half a megabyte of Base64 has them once in a hundred
     * runs, folded; the same letters as bytes once in millions).
     */
    private static String withCiphersOpenedAsBase64(String text) {
        return BASE64.matcher(text).replaceAll(run -> {
            byte[] bytes = Base64.getDecoder()
                    .decode(run.group().substring(0, run.group().length() / 4 * 4));
            return Matcher.quoteReplacement(" " + new String(bytes, StandardCharsets.UTF_8) + " "
                    + new String(bytes, StandardCharsets.UTF_16LE) + " "
                    + new String(bytes, StandardCharsets.UTF_16BE) + " ");
        });
    }

    /** Without accents and case, as a search key would be. */
    static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Where the words stand, in any of their forms; the places alone, for the texts would name somebody. */
    Set<String> places(String words) {
        Set<String> forms = forms(words);
        Set<String> found = new TreeSet<>();
        places.forEach((place, texts) -> {
            if (texts.stream().anyMatch(text -> forms.stream().anyMatch(text::contains))) {
                found.add(place);
            }
        });
        return found;
    }

    /** As a text may be written, folded like the texts. */
    private static Set<String> forms(String words) {
        Set<String> forms = new LinkedHashSet<>();
        for (String one : List.of(words, words.toUpperCase(Locale.ROOT), folded(words))) {
            forms.add(one);
            forms.add(URLEncoder.encode(one, StandardCharsets.UTF_8));
            forms.add(URLEncoder.encode(one, StandardCharsets.UTF_8).replace("+", "%20"));
            forms.add(escaped(one, "\\\\u%04x"));
            forms.add(escaped(one, "&#%d;"));
            forms.add(escaped(one, "&#x%x;"));
            forms.add(one.replace("é", "&eacute;").replace("è", "&egrave;"));
            forms.add(new StringBuilder(one).reverse().toString());
            for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
                byte[] bytes = one.getBytes(charset);
                forms.add(java.util.HexFormat.of().formatHex(bytes));
                // Short runs are not opened: the letters in the middle are the same wherever the run begins.
                for (int shift = 0; shift < 3; shift++) {
                    byte[] shifted = new byte[bytes.length + shift];
                    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
                    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
                    if (encoded.length() > 14) {
                        forms.add(encoded.substring(4, encoded.length() - 4));
                    }
                }
            }
        }
        return forms.stream().map(KeptTexts::folded).collect(Collectors.toSet());
    }

    private static String escaped(String text, String form) {
        return text.chars()
                .mapToObj(c -> c < 128 ? String.valueOf((char) c) : String.format(Locale.ROOT, form, c))
                .collect(Collectors.joining());
    }
}
