package dev.memcheck.render.report;

import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit's XML as Ant writes it, the shape that CI systems read: a suite for each session, a case for each window, and one
 * for what happened outside windows.
 */
final class JUnitReport implements ReportFormat {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final XMLOutputFactory factory = XMLOutputFactory.newDefaultFactory();

    @Override
    public String name() {
        return "junit";
    }

    @Override
    public String summary() {
        return "JUnit XML: a suite per session file, a case per window";
    }

    @Override
    public void write(RunReport run, Writer out) throws IOException {
        try {
            XMLStreamWriter xml = factory.createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            for (int i = 0; i < run.sessions().size(); i++) {
                suite(xml, run, i);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
            out.write('\n');
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
        }
    }

    private static void suite(XMLStreamWriter xml, RunReport run, int id) throws XMLStreamException {
        SessionReport session = run.sessions().get(id);
        List<JUnitCase> cases = JUnitCase.of(session);
        start(xml, 1, "testsuite");
        attribute(xml, "id", String.valueOf(id));
        attribute(xml, "package", "memcheck");
        attribute(xml, "name", session.file());
        attribute(xml, "timestamp", TIMESTAMP.format(session.startedAt()));
        attribute(xml, "hostname", "localhost");
        attribute(xml, "tests", String.valueOf(cases.size()));
        attribute(xml, "failures", String.valueOf(count(cases, JUnitCase.Result.FAILURE)));
        attribute(xml, "errors", String.valueOf(count(cases, JUnitCase.Result.ERROR)));
        attribute(xml, "skipped", String.valueOf(count(cases, JUnitCase.Result.SKIPPED)));
        attribute(xml, "time", seconds(session.durationMicros()));
        start(xml, 2, "properties");
        property(xml, "memcheck", run.version());
        property(xml, "verdict", session.verdict().label());
        if (session.backend().isPresent()) {
            property(xml, "server", session.backend().get().serverVersion());
        }
        end(xml, 2);
        for (JUnitCase oneCase : cases) {
            write(xml, session, oneCase);
        }
        start(xml, 2, "system-out");
        for (ReportedWindow window : session.windows()) {
            for (String note : window.notes()) {
                xml.writeCharacters(XmlText.clean("note: " + window.title() + ": " + note) + "\n");
            }
        }
        xml.writeEndElement();
        start(xml, 2, "system-err");
        xml.writeEndElement();
        end(xml, 1);
    }

    private static void write(XMLStreamWriter xml, SessionReport session, JUnitCase oneCase) throws XMLStreamException {
        start(xml, 2, "testcase");
        attribute(xml, "name", oneCase.name());
        attribute(xml, "classname", session.file());
        attribute(xml, "time", seconds(oneCase.durationMicros()));
        if (oneCase.result() != JUnitCase.Result.PASSED) {
            start(xml, 3, oneCase.result().element());
            if (oneCase.result() != JUnitCase.Result.SKIPPED) {
                attribute(xml, "type", oneCase.type());
            }
            attribute(xml, "message", oneCase.message());
            xml.writeCharacters(XmlText.clean(oneCase.text()));
            xml.writeEndElement();
        }
        end(xml, 2);
    }

    private static long count(List<JUnitCase> cases, JUnitCase.Result result) {
        return cases.stream().filter(oneCase -> oneCase.result() == result).count();
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        start(xml, 3, "property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
        xml.writeEndElement();
    }

    private static void start(XMLStreamWriter xml, int level, String element) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(level));
        xml.writeStartElement(element);
    }

    private static void end(XMLStreamWriter xml, int level) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(level));
        xml.writeEndElement();
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, XmlText.clean(value));
    }

    private static String seconds(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }
}
