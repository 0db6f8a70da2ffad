package fr.rtes.fiches.platform.persons;

import fr.rtes.fiches.events.PersonCipher;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration
class PersonKeysConfig {

    /**
     * Where the master key is.
     *
     * @param masterKey 32 bytes in base64; wins over the file
     * @param masterKeyFile a file with the same, for its owner alone
     * @param createMasterKeyFile whether this service makes the file when it is missing
     * @param erasureList the file with the ids of everybody who was erased; {@code erased-persons} beside the master key's file where it
     *     is not said
     * @param formerMasterKeyFile a file with the master key before this one: what it sealed is sealed anew when the command service starts
     */
    @ConfigurationProperties("fiches")
    record Settings(
            @Nullable String masterKey,
            @Nullable Path masterKeyFile,
            boolean createMasterKeyFile,
            @Nullable Path erasureList,
            @Nullable Path formerMasterKeyFile) {}

    @Bean
    MasterKey masterKey(Settings settings) {
        if (settings.masterKey() != null && !settings.masterKey().isBlank()) {
            return MasterKey.ofBase64(settings.masterKey());
        }
        if (settings.masterKeyFile() == null) {
            throw new IllegalStateException("Neither fiches.master-key nor fiches.master-key-file is set");
        }
        return settings.createMasterKeyFile()
                ? MasterKey.inFile(settings.masterKeyFile())
                : MasterKey.inExistingFile(settings.masterKeyFile());
    }

    @Bean
    JdbcPersonKeys personKeys(JdbcClient jdbc, MasterKey master) {
        return new JdbcPersonKeys(jdbc, master);
    }

    @Bean
    @ConditionalOnProperty("fiches.former-master-key-file")
    MasterKeyRotation masterKeyRotation(
            Settings settings, JdbcClient jdbc, PlatformTransactionManager transactions, MasterKey master) {
        var former = MasterKey.inExistingFile(Objects.requireNonNull(settings.formerMasterKeyFile()));
        return new MasterKeyRotation(jdbc, new TransactionTemplate(transactions), former, master);
    }

    @Bean
    RegisterKeys registerKeys(JdbcClient jdbc, MasterKey master) {
        return new RegisterKeys(jdbc, master);
    }

    @Bean
    ErasureList erasureList(Settings settings) {
        if (settings.erasureList() != null) {
            return new ErasureList(settings.erasureList());
        }
        if (settings.masterKeyFile() == null) {
            throw new IllegalStateException("Neither fiches.erasure-list nor fiches.master-key-file is set");
        }
        return new ErasureList(settings.masterKeyFile().resolveSibling("erased-persons"));
    }

    @Bean
    PersonCipher personCipher(PersonCipher.Keys keys) {
        return new PersonCipher(keys);
    }
}
