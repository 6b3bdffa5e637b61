package dev.memcheck.render.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SiblingNamesTest {
    @Test
    void sixOfANameStandForThemselvesAndSevenDoNot() {
        assertThat(kinds(6, i -> "hx")).containsOnly(Optional.empty());
        assertThat(kinds(7, i -> "hx")).containsOnly(kind(TreeRow.GroupKind.OTHERS, "hx"));
    }

    @Test
    void namesThatDifferInNumbersAreAlike() {
        assertThat(kinds(7, i -> "hx " + i)).containsOnly(like("hx %"));
        assertThat(kinds(7, i -> "hx0 0x" + Integer.toHexString(i * 9999) + ":a" + i + "f"))
                .containsOnly(like("hx% %:%"));
        assertThat(kinds(6, i -> "hx " + i)).containsOnly(Optional.empty());
    }

    @Test
    void manyNamesThatBeginWithOneWordAreAlike() {
        assertThat(kinds(16, i -> "hx " + word(i))).containsOnly(Optional.empty());
        assertThat(kinds(17, i -> "hx " + word(i))).containsOnly(like("hx %"));
    }

    @Test
    void veryManyNamesThatHaveNothingInCommonAreFoldedAllTheSame() {
        assertThat(kinds(100, SiblingNamesTest::word)).containsOnly(Optional.empty());
        assertThat(kinds(101, SiblingNamesTest::word)).containsOnly(like("%"));
    }

    @Test
    void whatIsFoldedOfOneKindDoesNotCountForTheNext() {
        SiblingNames names = new SiblingNames(SiblingNames.SHOWN);
        IntStream.range(0, 10).forEach(i -> names.add("hx"));
        IntStream.range(0, 10).forEach(i -> names.add("hx " + word(i)));
        names.add("hx 1");
        assertThat(names.kind("hx")).isEqualTo(kind(TreeRow.GroupKind.OTHERS, "hx"));
        assertThat(names.kind("hx " + word(1))).isEmpty();
        assertThat(names.kind("hx 1")).isEmpty();
    }

    private static List<Optional<SiblingNames.Kind>> kinds(int count, IntFunction<String> name) {
        SiblingNames names = new SiblingNames(SiblingNames.SHOWN);
        IntStream.range(0, count).mapToObj(name).forEach(names::add);
        return IntStream.range(0, count).mapToObj(name).map(names::kind).toList();
    }

    private static Optional<SiblingNames.Kind> like(String pattern) {
        return kind(TreeRow.GroupKind.ALIKE, pattern);
    }

    private static Optional<SiblingNames.Kind> kind(TreeRow.GroupKind kind, String name) {
        return Optional.of(new SiblingNames.Kind(kind, name));
    }

    /** Different for each number, without a digit. */
    private static String word(int number) {
        return String.valueOf(number)
                .chars()
                .map(digit -> digit - '0' + 'k')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
