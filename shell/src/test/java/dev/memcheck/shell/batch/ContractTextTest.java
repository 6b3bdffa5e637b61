package dev.memcheck.shell.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.script.NumbersFile;
import org.junit.jupiter.api.Test;

class ContractTextTest {
    private static final String DRAFT = """
            \\warmup 3 SELECT f(1);
            begin f
            \\repeat 10
              SELECT f(1);
            \\endrepeat
            \\expect per_call no worse than 'f'
            SELECT f(n) FROM generate_series(1, 1000) n;
            \\expect peak_per_row no worse than 'f'
            end
            \\expect clean
            \\scenario payload_sweep iterations=1 workload='SELECT f(:payload)'
            \\expect clean
            \\set measured
            \\expect growth no worse than 'f'
            """;

    @Test
    void whatWasMeasuredBecomesABoundWithAMargin() {
        ContractText.Contract contract = contract("per_call 'f' 0\npeak_per_row 'f' 1000\ngrowth 'f' 201\n");

        assertThat(contract.bounds()).isEqualTo(3);
        assertThat(contract.text())
                .isEqualTo(DRAFT.replace("per_call no worse than 'f'", "per_call <= 0")
                        .replace("peak_per_row no worse than 'f'", "peak_per_row <= 2000")
                        .replace("\\set measured\n", "")
                        .replace("growth no worse than 'f'", "growth <= 2.31"));
    }

    @Test
    void nothingAndLessIsHeldToNothingAndLittleToTheLeast() {
        assertThat(contract("per_call 'f' -8\npeak_per_row 'f' 0\ngrowth 'f' 0\n")
                        .text())
                .contains("\\expect per_call <= 0\n", "\\expect peak_per_row <= 256\n", "\\expect growth <= 1.3\n");
    }

    @Test
    void whatAFunctionKeepsIsHeldByTheCallAndNotByThePeak() {
        assertThat(contract("per_call 'f' 32\npeak_per_row 'f' 1000\ngrowth 'f' 201\n")
                        .text())
                .contains("\\expect per_call <= 64\n", "\\expect growth <= 2.31\n")
                .doesNotContain("peak_per_row", "generate_series");
    }

    @Test
    void whatCouldNotBeMeasuredIsLeftOut() {
        assertThat(contract("per_call 'f' 0\n").text())
                .endsWith("\\endrepeat\n\\expect per_call <= 0\nend\n\\expect clean\n")
                .doesNotContain("payload", "generate_series");
    }

    @Test
    void thePeakOfAnAggregateIsForTheRowsThatGoIn() {
        NumbersFile numbers = NumbersFile.parse("x.numbers", "peak_per_row 'sum' 500001\n");

        assertThat(ContractText.of("\\expect peak_per_row no worse than 'sum' -- over 1000\n", numbers)
                        .text())
                .isEqualTo("\\expect peak_per_row <= 1002 over 1000\n");
    }

    private static ContractText.Contract contract(String numbers) {
        return ContractText.of(DRAFT, NumbersFile.parse("x.numbers", numbers));
    }
}
