package dev.memcheck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.snapshot.NodeKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingFieldsTest {
    @Test
    void allOfItIsReadBackTheSame() throws IOException {
        Finding finding = FindingSample.of(CheckType.USE_AFTER_RESET, "TopMemoryContext", "cache")
                .ident("call 7")
                .on(new NodeKey(77))
                .bytesPerCall(12.5)
                .inScenarioSession(2)
                .freedAt("pfree (postgres)", "forget (buggy_ext) at buggy_ext.c:74")
                .finding();
        ReportedFinding reported = new ReportedFinding(7, finding, Optional.of("known"));
        assertThat(FindingColumn.all()).allMatch(finding::knows, "is known of the finding");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        FindingFields.write(new FieldWriter(bytes), reported);

        CountedInput in = new CountedInput(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(FindingFields.readReported(new FieldReader(in, new HeapBudget(in))))
                .isEqualTo(reported);
    }
}
