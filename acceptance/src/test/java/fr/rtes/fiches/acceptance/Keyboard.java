package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;

/** Somebody who has no mouse: everything is reached with Tab and done with the keys. */
final class Keyboard {

    /** More than there is on any page. */
    private static final int MOST = 600;

    /** A date is several stops in Chromium: day, month, year, calendar. */
    private static final int STOPS_OF_A_DATE = 4;

    /** What can be acted on, is shown and is not taken out of the order; of radio buttons the group is one stop. */
    private static final String WANTED = """
            () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
              .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}))
              .filter(e => e.type !== 'hidden')
            """;

    private static final String WATCH = """
            () => {
              window.reached = new Set();
              window.unseen = new Set();
              document.addEventListener('focusin', ({target}) => {
                window.reached.add(target);
                const style = getComputedStyle(target);
                const isRinged = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                // The tiles of the map have a thicker edge instead: Chromium draws no ring around a part of a picture.
                const isDrawn = [...target.querySelectorAll('use')].some(u => parseFloat(getComputedStyle(u).strokeWidth) > 3);
                if (!isRinged && !isDrawn) window.unseen.add(target.outerHTML.slice(0, 150));
              });
              return [(%s)().length, document.querySelectorAll('input[type=date]').length];
            }
            """.formatted(WANTED.strip());

    private static final String MISSED = """
            () => {
              const groups = new Set([...window.reached].filter(e => e.type === 'radio').map(e => e.name));
              return (%s)()
                .filter(e => !window.reached.has(e) && !(e.type === 'radio' && groups.has(e.name)))
                .map(e => e.outerHTML.slice(0, 150));
            }
            """.formatted(WANTED.strip());

    private Keyboard() {}

    /** Asserts that Tab alone reaches everything that can be acted on, and that one sees each time where one is. */
    static void assertReachesAll(Page page) {
        page.evaluate("document.activeElement.blur()");
        List<?> counts = (List<?>) page.evaluate(WATCH);
        int presses = ((Number) counts.get(0)).intValue() + STOPS_OF_A_DATE * ((Number) counts.get(1)).intValue() + 2;
        assertThat(presses).as(page.url()).isLessThan(MOST);
        for (int i = 0; i < presses; i++) {
            page.keyboard().press("Tab");
        }
        assertThat((List<?>) page.evaluate(MISSED))
                .as("not reached on " + page.url())
                .isEmpty();
        assertThat((List<?>) page.evaluate("() => [...window.unseen]"))
                .as("focused unseen on " + page.url())
                .isEmpty();
    }

    /** Presses Tab until that is reached; fails where it never is. */
    static void tabTo(Page page, Locator wanted) {
        for (int i = 0; i < MOST; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) wanted.evaluate("e => e === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError("Tab does not reach " + wanted + " on " + page.url());
    }

    /** Goes there and presses Enter. */
    static void enter(Page page, Locator wanted) {
        tabTo(page, wanted);
        page.keyboard().press("Enter");
    }
}
