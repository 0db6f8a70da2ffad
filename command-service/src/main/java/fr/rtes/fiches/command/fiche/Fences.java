package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.platform.persons.RegisterKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fences in table {@code fence}: a keyed mark of fiche and name, and nothing that tells the name. */
@Component
public class Fences implements Fence {

    private static final String KEY = "fence";

    private final JdbcClient jdbc;
    private final RegisterKeys keys;

    Fences(JdbcClient jdbc, RegisterKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    private String mark(String ficheId, PersonName name) {
        return keys.mark(KEY, (ficheId + "\n" + name.text()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean guards(String ficheId, String name) {
        return personBehind(ficheId, name).isPresent();
    }

    @Override
    public Optional<String> personBehind(String ficheId, String name) {
        return jdbc.sql("""
                        SELECT min(person_id) FROM fence LEFT JOIN erasure_person USING (erasure_id)
                        WHERE fiche_id = ? AND mark = ? AND lifted_at IS NULL HAVING count(*) > 0""")
                .params(ficheId, mark(ficheId, PersonName.of(name)))
                .query(String.class)
                .optional();
    }

    @Override
    public boolean lift(String ficheId, String name, @Nullable String actor) {
        var mark = mark(ficheId, PersonName.of(name));
        var running = jdbc.sql("""
                        SELECT count(*) FROM fence JOIN erasure USING (erasure_id)
                        WHERE fence.fiche_id = ? AND mark = ? AND ended_at IS NULL""").params(ficheId, mark).query(Long.class).single();
        if (running > 0) {
            return false;
        }
        jdbc.sql(
                        "UPDATE fence SET lifted_at = now(), lifted_by = ? WHERE fiche_id = ? AND mark = ? AND lifted_at IS NULL")
                .param(actor)
                .param(ficheId)
                .param(mark)
                .update();
        return true;
    }

    @Override
    public boolean knows(String personId) {
        return jdbc.sql("SELECT count(*) FROM erasure_person WHERE person_id = ?")
                        .param(personId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Where one of those fiches' fenced names stands in a text, which is one line. */
    public List<PersonName.Place> in(Collection<String> ficheIds, String line) {
        var places = new ArrayList<PersonName.Place>();
        for (var ficheId : ficheIds) {
            var marks = marks(ficheId);
            if (!marks.isEmpty()) {
                for (var window : PersonName.windows(line)) {
                    if (marks.contains(mark(ficheId, window.name()))) {
                        places.add(window.place());
                    }
                }
            }
        }
        return places;
    }

    /** Those of the fiches on which some name is fenced. */
    public List<String> fenced(Collection<String> ficheIds) {
        return ficheIds.stream().distinct().filter(id -> !marks(id).isEmpty()).toList();
    }

    private Set<String> marks(String ficheId) {
        return jdbc
                .sql("SELECT mark FROM fence WHERE fiche_id = ? AND lifted_at IS NULL")
                .param(ficheId)
                .query(String.class)
                .list()
                .stream()
                .map(Objects::requireNonNull)
                .collect(Collectors.toSet());
    }

    void set(String erasureId, String ficheId, PersonName name) {
        jdbc.sql("""
                        INSERT INTO fence (fiche_id, mark, erasure_id) VALUES (?, ?, ?)
                        ON CONFLICT (fiche_id, mark) DO UPDATE
                        SET erasure_id = excluded.erasure_id, lifted_at = NULL, lifted_by = NULL""").params(ficheId, mark(ficheId, name), erasureId).update();
    }

    /**
     * Whoever is about to keep what a source says of persons waits here while a fence is being set, and lets none be set until the
     * transaction ends: what is kept either knows of the fence, or is there to be rewritten.
     */
    public void passing() {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(hashtextextended('fences', 22))")
                .query((row, i) -> 0)
                .single();
    }

    /** Waits for everybody who is {@link #passing}. */
    void closing() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('fences', 22))")
                .query((row, i) -> 0)
                .single();
    }
}
