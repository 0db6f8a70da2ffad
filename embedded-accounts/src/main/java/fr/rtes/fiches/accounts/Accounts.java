package fr.rtes.fiches.accounts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder with everything that the embedded provider keeps: {@code accounts.json}, {@code signing.key} and
 * {@code pages.secret}, readable by their owner alone. One who writes excludes the others; who reads is never kept
 * waiting.
 */
public final class Accounts {

    /** What may be typed as a login: it stands in a file, on a terminal and in a form, and need not be a name. */
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    private static final Pattern FICHE = Pattern.compile("[a-z0-9][a-z0-9-]{0,199}");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;
    private final SecureRandom random = new SecureRandom();
    private final PasswordEncoder encoder = Passwords.encoder();

    public Accounts(Path folder) {
        this.folder = folder;
    }

    /**
     * An account just made or changed.
     *
     * @param password what nobody will ever be able to tell again: only its hash is kept
     */
    public record Issued(Account account, String password) {

        /** Without the password, which is printed once and on purpose. */
        @Override
        public String toString() {
            return "Issued[" + account.id() + "]";
        }
    }

    /** Why an account was not made. */
    public enum Refused {
        LOGIN,
        LOGIN_TAKEN,
        FICHE
    }

    /** What became of an account that was asked for. */
    public sealed interface Added {}

    public record Done(Issued issued) implements Added {}

    public record Not(Refused why) implements Added {}

    private record Stored(List<Account> accounts) {}

    /** Whether any account was ever made here. */
    public boolean exist() {
        return Files.exists(file());
    }

    /** All accounts in the order they were made. */
    public List<Account> all() throws IOException {
        if (!exist()) {
            return List.of();
        }
        try {
            return JSON.readValue(Files.readString(file()), Stored.class).accounts();
        } catch (JacksonException e) {
            // Not the exception's own words: they quote the file, and hashes stand in it.
            throw new IOException(file() + " holds no accounts, line "
                    + Optional.ofNullable(e.getLocation())
                            .map(at -> String.valueOf(at.getLineNr()))
                            .orElse("?"));
        }
    }

    public Optional<Account> withLogin(String login) throws IOException {
        String asked = login.strip().toLowerCase(Locale.ROOT);
        return all().stream().filter(account -> account.login().equals(asked)).findFirst();
    }

    public Optional<Account> withId(String id) throws IOException {
        return all().stream().filter(account -> account.id().equals(id)).findFirst();
    }

    /**
     * One account for each role, with the role's word as login and a password made at random; the agent's fiche is to
     * be given later. Does nothing where accounts were ever made.
     *
     * @param names what is shown of each
     */
    public List<Issued> first(Function<Role, String> names) throws IOException {
        return exclusively(() -> {
            if (exist()) {
                return List.of();
            }
            List<Issued> issued = new ArrayList<>();
            for (Role role : Role.values()) {
                issued.add(issue(role.word(), names.apply(role), role, List.of()));
            }
            store(issued.stream().map(Issued::account).toList());
            return issued;
        });
    }

    /**
     * Makes an account.
     *
     * @param fiches what an agent keeps
     */
    public Added add(String login, String name, Role role, List<String> fiches) throws IOException {
        if (!LOGIN.matcher(login).matches()) {
            return new Not(Refused.LOGIN);
        }
        if (fiches.stream().anyMatch(fiche -> !FICHE.matcher(fiche).matches())
                || (role != Role.AGENT && !fiches.isEmpty())) {
            return new Not(Refused.FICHE);
        }
        return exclusively(() -> {
            if (withLogin(login).isPresent()) {
                return new Not(Refused.LOGIN_TAKEN);
            }
            Issued issued = issue(login, name, role, fiches);
            List<Account> all = new ArrayList<>(all());
            all.add(issued.account());
            store(all);
            return new Done(issued);
        });
    }

    /** Gives an account another password; empty where there is no such account. */
    public Optional<Issued> renew(String login) throws IOException {
        return exclusively(() -> {
            Optional<Account> known = withLogin(login);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            String password = Passwords.random(random);
            Account renewed = known.get().with(hash(password));
            store(all().stream()
                    .map(account -> account.id().equals(renewed.id()) ? renewed : account)
                    .toList());
            return Optional.of(new Issued(renewed, password));
        });
    }

    /** Whether there was such an account; its tokens end within fifteen minutes. */
    public boolean remove(String login) throws IOException {
        return exclusively(() -> {
            Optional<Account> known = withLogin(login);
            if (known.isEmpty()) {
                return false;
            }
            store(all().stream()
                    .filter(account -> !account.id().equals(known.get().id()))
                    .toList());
            return true;
        });
    }

    /** Whether the folder has been used, so that its key is one that a provider may know. */
    public boolean haveKey() {
        return Files.exists(keyFile());
    }

    /** The key that tokens are signed with, made where it is missing. */
    public SigningKey key() throws IOException {
        return SigningKey.in(keyFile());
    }

    /** What the pages prove themselves with to the provider, made where it is missing: 256 random bits in hexadecimal. */
    public String pagesSecret() throws IOException {
        return OwnFiles.readOrMake(secretFile(), () -> HexFormat.of().formatHex(bytes(32)));
    }

    /** The file of {@link #pagesSecret}. */
    public Path secretFile() {
        return folder.resolve("pages.secret");
    }

    private Path keyFile() {
        return folder.resolve("signing.key");
    }

    private Path file() {
        return folder.resolve("accounts.json");
    }

    private Issued issue(String login, String name, Role role, List<String> fiches) {
        String password = Passwords.random(random);
        return new Issued(
                new Account(
                        HexFormat.of().formatHex(bytes(12)),
                        login,
                        name,
                        new TreeSet<>(Set.of(role)),
                        fiches,
                        hash(password)),
                password);
    }

    private String hash(String password) {
        String hash = encoder.encode(password);
        if (hash == null) {
            throw new IllegalStateException("a password has a hash");
        }
        return hash;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private void store(List<Account> accounts) throws IOException {
        OwnFiles.write(file(), JSON.writeValueAsString(new Stored(accounts)) + "\n");
    }

    private interface Change<T> {
        T make() throws IOException;
    }

    private <T> T exclusively(Change<T> change) throws IOException {
        OwnFiles.folder(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock of " + folder + " was lost");
            }
            return change.make();
        }
    }
}
