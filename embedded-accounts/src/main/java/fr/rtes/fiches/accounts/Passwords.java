package fr.rtes.fiches.accounts;

import java.security.SecureRandom;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Passwords are made here and never chosen: 20 signs of 32, a hundred bits. */
public final class Passwords {

    /** Without those that are mistaken for another when they are copied from paper: i, l, o, u; 0 and 1 are left. */
    private static final String SIGNS = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private Passwords() {}

    /** A new one, such as {@code 7k3qm-x9d2h-r5tw8-0czpn}. */
    static String random(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int sign = 0; sign < GROUPS * GROUP; sign++) {
            if (sign > 0 && sign % GROUP == 0) {
                password.append('-');
            }
            password.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return password.toString();
    }

    /** Hashes with bcrypt, and knows hashes of other methods by the word before them. */
    public static PasswordEncoder encoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }
}
