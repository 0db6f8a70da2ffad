package fr.rtes.fiches.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

    @TempDir
    private Path data;

    private Accounts accounts;

    @BeforeEach
    void open() {
        accounts = new Accounts(data.resolve("accounts"));
    }

    @Test
    void theFirstAccountsAreOneARoleAndAreMadeOnce() throws IOException {
        List<Accounts.Issued> issued = accounts.first(Role::word);

        assertThat(issued)
                .extracting(made -> made.account().login())
                .containsExactly("staff", "auditor", "operator", "agent");
        assertThat(issued).extracting(Accounts.Issued::password).doesNotHaveDuplicates();
        assertThat(accounts.first(Role::word)).isEmpty();
        assertThat(accounts.all())
                .isEqualTo(issued.stream().map(Accounts.Issued::account).toList());
        assertThat(accounts.withLogin("agent").orElseThrow().fiches()).isEmpty();
    }

    @Test
    void aPasswordIsKeptAsItsHashAloneAndNobodyElseReadsTheFiles() throws IOException {
        List<Accounts.Issued> issued = accounts.first(Role::word);
        accounts.key();
        accounts.pagesSecret();

        String stored = Files.readString(data.resolve("accounts").resolve("accounts.json"));
        for (Accounts.Issued made : issued) {
            assertThat(stored).doesNotContain(made.password());
            assertThat(made.account().password()).startsWith("{bcrypt}");
            assertThat(Passwords.encoder()
                            .matches(made.password(), made.account().password()))
                    .isTrue();
            assertThat(made.toString()).doesNotContain(made.password());
        }
        try (Stream<Path> files = Files.list(data.resolve("accounts"))) {
            assertThat(files.filter(file -> !file.endsWith("lock")))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void anAgentKeepsTheFichesThatWereNamedAndNobodyElseKeepsAny() throws IOException {
        assertThat(accounts.add("claude@dijon.example", "Claude", Role.AGENT, List.of("dijon-metropole")))
                .isInstanceOf(Accounts.Done.class);

        assertThat(accounts.withLogin(" Claude@Dijon.example ").orElseThrow().fiches())
                .containsExactly("dijon-metropole");
        assertThat(accounts.add("audrey", "Audrey", Role.AUDITOR, List.of("dijon-metropole")))
                .isEqualTo(new Accounts.Not(Accounts.Refused.FICHE));
        assertThat(accounts.add("agnes", "Agnès", Role.AGENT, List.of("../dijon")))
                .isEqualTo(new Accounts.Not(Accounts.Refused.FICHE));
    }

    @Test
    void aLoginIsTakenOnceAndIsOfSignsThatAnybodyCanType() throws IOException {
        accounts.first(Role::word);

        assertThat(accounts.add("staff", "", Role.STAFF, List.of()))
                .isEqualTo(new Accounts.Not(Accounts.Refused.LOGIN_TAKEN));
        for (String strange : List.of("", "É", "Staff", "a b", "a\n", "-a", "x".repeat(65))) {
            assertThat(accounts.add(strange, "", Role.STAFF, List.of()))
                    .as(strange)
                    .isEqualTo(new Accounts.Not(Accounts.Refused.LOGIN));
        }
        assertThat(accounts.all()).hasSize(4);
    }

    @Test
    void aNewPasswordReplacesTheOldOneAndLeavesTheAccountWhoItWas() throws IOException {
        Accounts.Issued before = accounts.first(Role::word).getFirst();

        Accounts.Issued after = accounts.renew("staff").orElseThrow();

        Account kept = accounts.withLogin("staff").orElseThrow();
        assertThat(kept.id()).isEqualTo(before.account().id());
        assertThat(Passwords.encoder().matches(after.password(), kept.password()))
                .isTrue();
        assertThat(Passwords.encoder().matches(before.password(), kept.password()))
                .isFalse();
        assertThat(accounts.renew("nobody")).isEmpty();
    }

    @Test
    void whoWasRemovedIsGoneAndWhoComesBackIsSomebodyElse() throws IOException {
        String before = accounts.first(Role::word).getFirst().account().id();

        assertThat(accounts.remove("staff")).isTrue();
        assertThat(accounts.remove("staff")).isFalse();

        accounts.add("staff", "", Role.STAFF, List.of());
        assertThat(accounts.withLogin("staff").orElseThrow().id()).isNotEqualTo(before);
    }

    @Test
    void aDamagedFileIsNamedAndNotQuoted() throws IOException {
        accounts.first(Role::word);
        Path file = data.resolve("accounts").resolve("accounts.json");
        Files.writeString(file, Files.readString(file).replace("\"password\"", "\"password"));

        assertThatThrownBy(accounts::all)
                .hasMessageContaining("accounts.json")
                .hasMessageNotContaining("bcrypt")
                .hasNoCause();
    }
}
