package fr.rtes.fiches.query;

import static fr.rtes.fiches.platform.access.Rule.ANYONE;
import static fr.rtes.fiches.platform.access.Rule.OPERATOR;
import static java.util.Map.entry;

import fr.rtes.fiches.platform.access.Operations;
import fr.rtes.fiches.platform.access.Rule;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may ask for what. {@code docs/access.md} shows the same table; tests compare both with the OpenAPI document. */
@Configuration
public class QueryOperations {

    public static final Map<String, Rule> RULES = Map.ofEntries(
            // ---- the register: what is seen of it depends on who asks
            entry("listFiches", ANYONE),
            entry("getFiche", ANYONE),
            entry("findFiche", ANYONE),
            entry("getFicheVersion", ANYONE),
            entry("getTimeMap", ANYONE),
            entry("getDerivedValues", ANYONE),
            entry("getFreshness", ANYONE),
            entry("getHistory", ANYONE),
            entry("getChange", ANYONE),
            entry("getDiff", ANYONE),
            entry("getBlame", ANYONE),
            entry("listChanges", ANYONE),
            entry("getFindings", ANYONE),
            entry("listFindings", ANYONE),
            entry("getStatistics", ANYONE),
            entry("getSource", ANYONE),
            // ---- the machinery: sizes and waiting fiches tell of drafts
            entry("listViews", OPERATOR),
            entry("startRebuild", OPERATOR),
            entry("listRebuilds", OPERATOR),
            entry("getRebuild", OPERATOR),
            entry("pauseRebuild", OPERATOR),
            entry("resumeRebuild", OPERATOR),
            entry("cancelRebuild", OPERATOR),
            entry("acceptRebuild", OPERATOR),
            entry("rollBackRebuild", OPERATOR),
            entry("listDeadLetters", OPERATOR),
            entry("retryDeadLetter", OPERATOR));

    @Bean
    Operations operations() {
        return new Operations(RULES);
    }
}
