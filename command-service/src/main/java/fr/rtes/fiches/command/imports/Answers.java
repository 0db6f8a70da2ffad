package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.ParsedSource.About;
import fr.rtes.fiches.command.imports.ParsedSource.Question;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people answered to the questions of a source, by the id of the question. A question has the same id whenever the same
 * document is read, so what was answered once holds when it comes again. Pure.
 */
record Answers(Map<String, Answer> given) {

    static final Answers NONE = new Answers(Map.of());

    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");

    enum Choice {
        /** As the proposal has it anyway; from now on because somebody said so. */
        AS_PROPOSED,
        /** Something else, which is stated. */
        OTHER,
        /** Without what was concluded. */
        WITHOUT,
        /** What the document does not mention goes. */
        WITHDRAW
    }

    /** What {@link Choice#OTHER} has to state. */
    enum Value {
        /** Four digits, 1900 to 2099. */
        YEAR,
        /** A {@link CollectiviteType}. */
        TYPE
    }

    /**
     * @param value null but for {@link Choice#OTHER}
     * @param by who answered
     * @param at when, ISO 8601
     */
    record Answer(Choice choice, @Nullable String value, String by, String at) {

        boolean says(Choice sameChoice, @Nullable String sameValue) {
            return choice == sameChoice && Objects.equals(value, sameValue);
        }
    }

    Answers {
        given = Map.copyOf(given);
    }

    // ---- what may be answered

    /** By the question's code; none: it is only said. */
    static List<Choice> choices(String code) {
        return switch (code) {
            case "inferred-year", "relative-date" -> List.of(Choice.AS_PROPOSED, Choice.OTHER, Choice.WITHOUT);
            case "date-without-anchor", "inferred-type" -> List.of(Choice.AS_PROPOSED, Choice.OTHER);
            case "unknown-type" -> List.of(Choice.OTHER);
            case "inferred-alias", "inferred-scheme-alias" -> List.of(Choice.AS_PROPOSED, Choice.WITHOUT);
            case "not-in-source" -> List.of(Choice.AS_PROPOSED, Choice.WITHDRAW);
            case String said -> List.of();
        };
    }

    static @Nullable Value value(String code) {
        return switch (code) {
            case "inferred-year", "relative-date", "date-without-anchor" -> Value.YEAR;
            case "inferred-type", "unknown-type" -> Value.TYPE;
            case String other -> null;
        };
    }

    static String id(ParsedSource source, int index) {
        var question = source.questions().get(index);
        var ficheId =
                question.fiche() == null ? "" : Proposal.ficheId(source.fiches().get(question.fiche()));
        return id(ficheId, question.code(), index + "/" + question.line());
    }

    /** @param which tells apart the questions of one code about one fiche */
    static String id(String ficheId, String code, String which) {
        return UUID.nameUUIDFromBytes((ficheId + "/" + code + "/" + which).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * @param question as a proposal shows it
     * @throws ProblemException 422, naming {@code /choice} or {@code /value}
     */
    static void check(JsonNode question, Choice choice, @Nullable String value) {
        var code = question.path("code").asString();
        if (!choices(code).contains(choice)) {
            throw refused("answer-not-offered", "/choice", Map.of("choice", choice));
        }
        if (choice != Choice.OTHER) {
            if (value != null) {
                throw refused("answer-without-value", "/value", Map.of("choice", choice));
            }
            return;
        }
        var kind = value(code);
        if (kind == null) {
            throw refused("answer-not-offered", "/choice", Map.of("choice", choice));
        }
        switch (kind) {
            case YEAR -> {
                if (value == null || !YEAR.matcher(value).matches()) {
                    throw refused("answer-year", "/value", Map.of());
                }
            }
            case TYPE -> {
                if (Arrays.stream(CollectiviteType.values())
                        .noneMatch(type -> type.name().equals(value))) {
                    throw refused("answer-type", "/value", Map.of());
                }
            }
        }
    }

    private static ProblemException refused(String code, String pointer, Map<String, Object> params) {
        return new ProblemException(Problem.at(422, code, pointer, params));
    }

    // ---- as they are kept, with the questions of the proposal

    static Answers of(JsonNode proposal) {
        var given = new LinkedHashMap<String, Answer>();
        for (var question : proposal.path("questions")) {
            var answer = question.path("answer");
            if (answer.isObject()) {
                given.put(
                        question.path("id").asString(""),
                        new Answer(
                                Choice.valueOf(answer.path("choice").asString()),
                                answer.path("value").isString()
                                        ? answer.path("value").asString()
                                        : null,
                                answer.path("by").asString(),
                                answer.path("at").asString()));
            }
        }
        return new Answers(given);
    }

    JsonNode shown(String questionId) {
        var answer = given.get(questionId);
        if (answer == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        return shown.put("choice", answer.choice().name())
                .put("value", answer.value())
                .put("by", answer.by())
                .put("at", answer.at());
    }

    Answers and(String questionId, Answer answer) {
        var more = new LinkedHashMap<>(given);
        more.put(questionId, answer);
        return new Answers(more);
    }

    // ---- what follows from them

    /**
     * What the source says once they are heard.
     *
     * @throws ProblemException 422 at {@code /value} for a day that the year does not have
     */
    List<ParsedFiche> applied(ParsedSource source) {
        var fiches = new ArrayList<>(source.fiches());
        for (int i = 0; i < source.questions().size(); i++) {
            Question question = source.questions().get(i);
            var answer = given.get(id(source, i));
            var about = question.about();
            if (answer != null && about != null && question.fiche() != null) {
                int fiche = question.fiche();
                fiches.set(fiche, applied(fiches.get(fiche), about, answer));
            }
        }
        return List.copyOf(fiches);
    }

    private static ParsedFiche applied(ParsedFiche fiche, About about, Answer answer) {
        return switch (about) {
            case About.Type type -> fiche.withType(type(fiche, answer));
            case About.Alias(var alias) ->
                fiche.withAliases(fiche.aliases().stream()
                        .filter(said -> !said.value().equals(alias) || answer.choice() != Choice.WITHOUT)
                        .map(said -> said.value().equals(alias) ? answered(said, said.value(), "", answer) : said)
                        .toList());
            case About.SchemeAlias(var scheme, var alias) ->
                fiche.withSchemes(fiche.schemes().stream()
                        .map(said -> said.value().name().equals(scheme) ? alias(said, alias, answer) : said)
                        .toList());
            case About.ActionYear year -> fiche.withActions(action(fiche.actions(), year, answer));
        };
    }

    private static @Nullable Said<CollectiviteType> type(ParsedFiche fiche, Answer answer) {
        var said = fiche.type();
        var value = answer.value();
        if (answer.choice() == Choice.OTHER && value != null) {
            var mentions = said == null ? fiche.name().mentions() : said.mentions();
            return new Said<>(
                    CollectiviteType.valueOf(value),
                    mentions.stream()
                            .map(m -> new Mention("", m.line(), m.from(), m.to(), m.method()).answered(answer.by()))
                            .toList());
        }
        return said == null ? null : answered(said, said.value(), "", answer);
    }

    private static Said<Scheme> alias(Said<Scheme> said, String alias, Answer answer) {
        var scheme = said.value();
        int index = scheme.aliases().indexOf(alias);
        var path = "/aliases/" + index;
        if (index < 0 || answer.choice() != Choice.WITHOUT) {
            return index < 0 ? said : answered(said, scheme, path, answer);
        }
        var aliases = new ArrayList<>(scheme.aliases());
        aliases.remove(index);
        var without = new Scheme(
                scheme.name(),
                aliases,
                scheme.within(),
                scheme.text(),
                scheme.when(),
                scheme.since(),
                scheme.indicators(),
                scheme.grants(),
                scheme.ticket(),
                scheme.term(),
                scheme.partners());
        var mentions = new ArrayList<Mention>();
        for (var mention : said.mentions()) {
            if (!mention.path().startsWith("/aliases/")) {
                mentions.add(mention);
            } else if (!mention.path().equals(path)) {
                int at = Integer.parseInt(mention.path().substring("/aliases/".length()));
                mentions.add(new Mention(
                        "/aliases/" + (at > index ? at - 1 : at),
                        mention.line(),
                        mention.from(),
                        mention.to(),
                        mention.method(),
                        mention.answeredBy()));
            }
        }
        return new Said<>(without, mentions);
    }

    private static List<Said<SupportedAction>> action(
            List<Said<SupportedAction>> actions, About.ActionYear about, Answer answer) {
        var all = new ArrayList<>(actions);
        var said = all.get(about.action());
        var action = said.value();
        var when = Objects.requireNonNull(action.when(), "only an action with a date is asked about");
        var then = switch (answer.choice()) {
            case AS_PROPOSED, WITHDRAW -> when;
            // a person knows: nothing is concluded any more
            case OTHER ->
                new When(day(answer.value(), about.from()), day(answer.value(), about.to()), false, when.text());
            case WITHOUT -> new When(null, null, false, when.text());
        };
        all.set(
                about.action(),
                answered(
                        said,
                        new SupportedAction(action.title(), action.text(), then, action.indicators()),
                        "/when",
                        answer));
        return List.copyOf(all);
    }

    private static @Nullable String day(@Nullable String year, @Nullable String rest) {
        if (rest == null) {
            return null;
        }
        var day = year + rest;
        try {
            if (rest.length() == "-11-23".length()) {
                LocalDate.parse(day);
            }
            return day;
        } catch (DateTimeException e) {
            throw refused("answer-day", "/value", Map.of("year", String.valueOf(year), "day", day));
        }
    }

    /** The words that were asked about are what the answer speaks of. */
    private static <T> Said<T> answered(Said<?> said, T value, String path, Answer answer) {
        return new Said<>(
                value,
                said.mentions().stream()
                        .map(m -> m.path().equals(path) && m.method() != Method.STATED ? m.answered(answer.by()) : m)
                        .toList());
    }
}
