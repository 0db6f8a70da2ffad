package fr.rtes.fiches.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What nobody means well by, or types by accident; every choice comes from one seed. */
final class Hostile {

    /** Stands in every text that would be a program if a page did not escape it. */
    static final String MARK = "fz(1)";

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u00a0",
            "a",
            "Été à Nîmes",
            "x".repeat(301),
            "é".repeat(20_001),
            "\ud83d\ude00".repeat(200),
            "e\u0301\u0302\u0303".repeat(80),
            "\u202e\u2066abc\u2069\u202c",
            "\u200b\ufeff\u00ad",
            "a\u0000b",
            "a\u0007\u001b[31mb",
            "a\r\nX-Evil: 1\r\n\r\nb",
            "<script>" + MARK + "</script>",
            "\"><img src=x onerror=" + MARK + ">",
            "'-" + MARK + "-'",
            "javascript:" + MARK,
            "</textarea><script>" + MARK + "</script>",
            "<svg/onload=" + MARK + ">",
            "{{7*7}}",
            "${7*7}",
            "*{7*7}",
            "__${7*7}__::.x",
            "${jndi:ldap://127.0.0.1:1/a}",
            "#{7*7}",
            "%s%s%n%x",
            "{0} {1,number}",
            "=1+1",
            "+1",
            "-1+1",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            "=cmd|' /C calc'!A0",
            "' OR '1'='1' --",
            "'; DROP TABLE fiches; --",
            "\\",
            "\"",
            "`",
            "{\"$ne\": null}",
            "{\"$where\": \"sleep(9000)\"}",
            "$where",
            "$gt",
            "a.b.c",
            "../../../../etc/passwd",
            "..\\..\\windows",
            "file:///etc/passwd",
            "http://127.0.0.1:1/",
            "(a+)+$",
            "a".repeat(50) + "!",
            ".*".repeat(60),
            "[",
            "(?i)(((((",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
            "NaN",
            "null",
            "true",
            "-0",
            "1e400",
            "9".repeat(400),
            "2026-02-30",
            "2026-13-01",
            "9999-12-31",
            "-9999-01-01",
            "+999999999-12-31",
            "2026-11-23T25:00:00Z",
            "position:99999999999999999999",
            "position:-1",
            "0x1F",
            "\uff11\uff12",
            "\u0661\u0662",
            "ı İ ß ﬁ");

    private static final List<String> RAW = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e999999999",
            "1e-999999999",
            "0e999999999",
            "-1e400",
            "9".repeat(99),
            "9".repeat(5000),
            "9223372036854775808",
            "2147483648",
            "NaN",
            "Infinity",
            "-Infinity",
            "0x10",
            "01",
            "+1",
            ".5",
            "[]",
            "{}",
            "[[]]",
            "{\"$gt\": \"\"}",
            "{\"@class\": \"java.util.HashMap\"}",
            "[\"a\", 1, null]",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u0000\"",
            "\"\\x41\"",
            "'a'",
            "undefined",
            "/* a */ 1",
            "[".repeat(49) + "]".repeat(49),
            "[".repeat(20_000),
            "{\"a\":".repeat(10_000));

    static final List<String> NAMES = List.of(
            "__proto__",
            "constructor",
            "class",
            "$where",
            "a.b",
            "ficheID",
            "",
            " ",
            "@type",
            "<script>",
            "\\u0000",
            "é");

    private final Random random;

    Hostile(Random random) {
        this.random = random;
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    String text() {
        return once(40) ? "z".repeat(random.nextInt(1_500_000)) : any(TEXTS);
    }

    /** That fits into a line and an address. */
    String shortText() {
        var text = any(TEXTS);
        return text.length() > 3000 ? text.substring(0, 3000) : text;
    }

    /** Instead of a value in JSON. */
    String raw() {
        return any(RAW);
    }

    /** As one part of a path or query: mostly encoded as it should be, sometimes not. */
    String encoded() {
        return switch (random.nextInt(12)) {
            case 0 ->
                any(List.of("%", "%zz", "%c3%28", "%ff", "%00", "%u0041", "%2", "%0d%0aX-Evil:%201", "%ed%a0%80"));
            case 1 ->
                any(List.of(
                        "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/", "..;/", ";jsessionid=1", "//", "/./", "%5c..%5c"));
            case 2 -> "a".repeat(random.nextInt(5000));
            case 3 -> any(List.of("[", "]", "{}", "|", "^", "<>", "é", "\u202e"));
            default -> encode(shortText());
        };
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** One line of a header, or what tries to be two. */
    String headerText() {
        var text = shortText();
        return once(6) ? text : text.replaceAll("[\\r\\n\\x00]", " ");
    }

    /** Hundreds of megabytes in some hundred kilobytes. */
    static byte[] bomb() {
        var out = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(out)) {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 200; i++) {
                packed.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
