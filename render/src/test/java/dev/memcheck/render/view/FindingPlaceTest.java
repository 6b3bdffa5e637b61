package dev.memcheck.render.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Site;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FindingPlaceTest {
    @Test
    void theLineStaysWhereTheFileHasNoRoom() {
        FindingPlace place = FindingPlace.of(finding(Optional.of("/src/my_ext/buggy_ext.c"), OptionalInt.of(29)));

        assertThat(place.whole()).isEqualTo("leak_context  buggy_ext.c:29");
        assertThat(place.brief(20, "...")).isEqualTo("leak_context  c:29");
        assertThat(place.brief(16, "...")).isEqualTo("leak_co...  c:29");
        assertThat(place.brief(5, "...")).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void withoutALineTheLibraryIsNamed() {
        FindingPlace place = FindingPlace.of(finding(Optional.empty(), OptionalInt.empty()));

        assertThat(place.whole()).isEqualTo("leak_context  (buggy_ext)");
        assertThat(place.brief(18, "...")).isEqualTo("le...  (buggy_ext)");
    }

    private static Finding finding(Optional<String> file, OptionalInt line) {
        return FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "work")
                .site(new Site(Optional.of("buggy_ext"), Optional.of("leak_context"), file, line, List.of()))
                .finding();
    }
}
