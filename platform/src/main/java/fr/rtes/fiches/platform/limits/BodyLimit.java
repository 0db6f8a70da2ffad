package fr.rtes.fiches.platform.limits;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 413 to a body that says it is too large before a byte of it is read, and stops reading one that does not say where it
 * gets too large; 415 to one that is compressed: nobody here unpacks what others packed.
 */
final class BodyLimit extends OncePerRequestFilter {

    private final long body;
    private final long form;

    BodyLimit(LimitSettings settings) {
        this.body = settings.body().toBytes();
        this.form = settings.form().toBytes();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var packed = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (packed != null && !packed.isBlank() && !packed.strip().equalsIgnoreCase("identity")) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            response.sendError(HttpStatus.UNSUPPORTED_MEDIA_TYPE.value());
            return;
        }
        var isForm = isForm(request.getContentType());
        var most = isForm ? form : body;
        if (request.getContentLengthLong() > most) {
            response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
            return;
        }
        // The container reads forms by itself, and has its own limit for them.
        chain.doFilter(isForm || request.getContentLengthLong() >= 0 ? request : new Limited(request, most), response);
    }

    static boolean isForm(@Nullable String type) {
        if (type == null) {
            return false;
        }
        var plain = type.toLowerCase(Locale.ROOT);
        return plain.startsWith("multipart/form-data") || plain.startsWith("application/x-www-form-urlencoded");
    }

    /** A request whose length is not known beforehand. */
    private static final class Limited extends HttpServletRequestWrapper {

        private final long most;
        private @Nullable ServletInputStream stream;

        Limited(HttpServletRequest request, long most) {
            super(request);
            this.most = most;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            var opened = stream;
            if (opened == null) {
                opened = new Counted(super.getInputStream(), most);
                stream = opened;
            }
            return opened;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            var name = getCharacterEncoding();
            try {
                var charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
                return new BufferedReader(new InputStreamReader(getInputStream(), charset));
            } catch (IllegalArgumentException e) {
                throw new UnsupportedEncodingException(name);
            }
        }
    }

    private static final class Counted extends ServletInputStream {

        private final ServletInputStream from;
        private long left;

        Counted(ServletInputStream from, long most) {
            this.from = from;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            var read = from.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            var read = from.read(into, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw new ProblemException(Problem.of(413, "body-too-large"));
            }
        }

        @Override
        public boolean isFinished() {
            return from.isFinished();
        }

        @Override
        public boolean isReady() {
            return from.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            from.setReadListener(listener);
        }
    }
}
