package fr.rtes.fiches.command;

import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whoever opens this service in a browser is shown what can be asked; the pages are the query service's. */
@Hidden
@RestController
class Front {

    @GetMapping("/")
    ResponseEntity<Void> front() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/docs"))
                .build();
    }
}
