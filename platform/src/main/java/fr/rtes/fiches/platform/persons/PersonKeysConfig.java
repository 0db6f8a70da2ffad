package fr.rtes.fiches.platform.persons;

import fr.rtes.fiches.events.PersonCipher;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration
class PersonKeysConfig {

    /**
     * Where the master key is.
     *
     * @param masterKey 32 bytes in base64; wins over the file
     * @param masterKeyFile a file with the same, for its owner alone
     * @param createMasterKeyFile whether this service makes the file when it is missing
     */
    @ConfigurationProperties("fiches")
    record Settings(@Nullable String masterKey, @Nullable Path masterKeyFile, boolean createMasterKeyFile) {}

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
    PersonCipher personCipher(PersonCipher.Keys keys) {
        return new PersonCipher(keys);
    }
}
