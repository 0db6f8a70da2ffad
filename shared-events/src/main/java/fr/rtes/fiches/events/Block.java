package fr.rtes.fiches.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** A piece of a programme, verbatim, in the order printed. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Block.Paragraph.class, name = "PARAGRAPH"),
    @JsonSubTypes.Type(value = Block.Item.class, name = "ITEM"),
    @JsonSubTypes.Type(value = Block.Phase.class, name = "PHASE")
})
public sealed interface Block {

    record Paragraph(String text) implements Block {}

    /** @param depth of the list item, the outermost being 1 */
    record Item(int depth, String text) implements Block {}

    /** « Phase 2 d'expertise : Validation du potentiel : » and the paragraph below it. */
    record Phase(
            String title,
            @Nullable String subtitle,
            @Nullable String text) implements Block {}
}
