package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JUnitReportTest {
    private String text;
    private Document document;

    @BeforeEach
    void write() throws Exception {
        text = ReportGoldenTest.text("junit");
        document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    @Test
    void fitsTheShapeThatCiSystemsRead() throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(JUnitReportTest.class.getResource("junit.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(text)));
    }

    @Test
    void countsWhatItHolds() {
        for (Element suite : elements("testsuite")) {
            assertThat(suite.getAttribute("tests")).isEqualTo(count(suite, "testcase"));
            assertThat(suite.getAttribute("failures")).isEqualTo(count(suite, "failure"));
            assertThat(suite.getAttribute("errors")).isEqualTo(count(suite, "error"));
            assertThat(suite.getAttribute("skipped")).isEqualTo(count(suite, "skipped"));
        }
    }

    @Test
    void hasASuiteForEachSessionThatFailsAsTheSessionDid() {
        List<SessionReport> sessions = RunReportSample.run().sessions();
        List<Element> suites = elements("testsuite");

        assertThat(suites).hasSameSizeAs(sessions);
        for (int i = 0; i < suites.size(); i++) {
            boolean red = !count(suites.get(i), "failure").equals("0")
                    || !count(suites.get(i), "error").equals("0");
            assertThat(red)
                    .as(sessions.get(i).file())
                    .isEqualTo(!sessions.get(i).failures().isEmpty());
        }
    }

    @Test
    void theOutermostAndTheInnerWindowFailByTheSameFinding() {
        List<Element> failures = elements("failure");

        assertThat(failures.get(0).getTextContent())
                .contains("finding 1: WARNING wrong_ctx_alloc", "finding 2: WARNING context_leak")
                .doesNotContain("finding 3");
        assertThat(failures.get(1).getTextContent()).contains("finding 1: ").doesNotContain("finding 2");
    }

    @Test
    void aWindowThatWasLostIsSkippedAndTheLossIsAnError() {
        assertThat(elements("skipped")).hasSize(1);
        assertThat(elements("error").get(0).getAttribute("message"))
                .startsWith("tests/crash.mcs:3:1: server process was terminated");
    }

    @Test
    void aSessionThatWasStoppedHasNotPassed() {
        SessionReport clean = RunReportSample.run().sessions().get(2);
        SessionReport stopped = new SessionReport(
                clean.file(),
                Verdict.UNFINISHED,
                clean.startedAt(),
                clean.durationMicros(),
                clean.backend(),
                clean.statements(),
                clean.windows(),
                clean.findings(),
                clean.expectationsHeld(),
                clean.failures());

        assertThat(JUnitCase.of(clean)).extracting(JUnitCase::result).containsOnly(JUnitCase.Result.PASSED);
        assertThat(JUnitCase.of(stopped))
                .last()
                .returns(JUnitCase.Result.SKIPPED, JUnitCase::result)
                .returns("stopped before its end", JUnitCase::message);
    }

    private List<Element> elements(String name) {
        NodeList list = document.getElementsByTagName(name);
        return IntStream.range(0, list.getLength())
                .mapToObj(i -> (Element) list.item(i))
                .toList();
    }

    private static String count(Element in, String name) {
        return String.valueOf(in.getElementsByTagName(name).getLength());
    }
}
