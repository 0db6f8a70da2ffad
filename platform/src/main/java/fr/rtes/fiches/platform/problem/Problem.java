package fr.rtes.fiches.platform.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong, before it is worded.
 *
 * @param status the HTTP status
 * @param code stable and public: names the problem's type ({@code /problems/<code>}) and its sentences
 *     ({@code <code>.title}, {@code <code>.detail} in the message files)
 * @param params what the sentences mention, by name; never personal data
 * @param fields the parts of the request at fault, in order
 * @param members further members of the answer: {@code currentVersion}
 * @param headers further headers of the answer: {@code Retry-After}
 */
public record Problem(
        int status,
        String code,
        Map<String, Object> params,
        List<Field> fields,
        Map<String, Object> members,
        Map<String, String> headers) {

    /**
     * A part of the request at fault.
     *
     * @param pointer JSON pointer (RFC 6901) into the body, or the name of a query parameter or header
     * @param code as in {@link Problem}: its sentence is {@code <code>.detail}
     */
    public record Field(String pointer, String code, Map<String, Object> params) {
        public Field {
            params = Map.copyOf(params);
        }
    }

    public Problem {
        params = Map.copyOf(params);
        fields = List.copyOf(fields);
        members = Map.copyOf(members);
        headers = Map.copyOf(headers);
    }

    public static Problem of(int status, String code) {
        return new Problem(status, code, Map.of(), List.of(), Map.of(), Map.of());
    }

    /** One part of the request is at fault; the problem has that part's code. */
    public static Problem at(int status, String code, String pointer, Map<String, Object> params) {
        return new Problem(status, code, params, List.of(new Field(pointer, code, params)), Map.of(), Map.of());
    }

    /** Several parts are at fault; the problem has the first one's code. */
    public static Problem at(int status, List<Field> fields) {
        var first = fields.getFirst();
        return new Problem(status, first.code(), first.params(), fields, Map.of(), Map.of());
    }

    public Problem with(String param, Object value) {
        return new Problem(status, code, and(params, param, value), fields, members, headers);
    }

    public Problem withMember(String member, Object value) {
        return new Problem(status, code, params, fields, and(members, member, value), headers);
    }

    public Problem withHeader(String header, String value) {
        return new Problem(status, code, params, fields, members, and(headers, header, value));
    }

    private static <V> Map<String, V> and(Map<String, V> map, String key, V value) {
        var more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }
}
