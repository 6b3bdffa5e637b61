package dev.memcheck;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What PGXN's meta specification 1.0 asks of a {@code META.json}. */
final class PgxnMeta {
    private static final String VERSION = "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[A-Za-z][0-9A-Za-z-]*)?";
    private static final String TERM = "[^\\s/\\\\\\p{Cntrl}]{2,}";
    private static final Set<String> LICENSES = Set.of(
            "agpl_3",
            "apache_1_1",
            "apache_2_0",
            "artistic_1",
            "artistic_2",
            "bsd",
            "freebsd",
            "gfdl_1_2",
            "gfdl_1_3",
            "gpl_1",
            "gpl_2",
            "gpl_3",
            "lgpl_2_1",
            "lgpl_3_0",
            "mit",
            "mozilla_1_0",
            "mozilla_1_1",
            "openssl",
            "perl_5",
            "postgresql",
            "qpl_1_0",
            "ssleay",
            "sun",
            "zlib",
            "open_source",
            "restricted",
            "unrestricted",
            "unknown");
    private static final Set<String> PHASES = Set.of("configure", "build", "test", "runtime", "develop");
    private static final Set<String> RELATIONS = Set.of("requires", "recommends", "suggests", "conflicts");

    private final List<String> complaints = new ArrayList<>();

    private PgxnMeta() {}

    /** What is not as it should be; empty if all is well. */
    static List<String> complaints(JsonNode meta) {
        PgxnMeta checked = new PgxnMeta();
        checked.required(meta);
        checked.optional(meta);
        return checked.complaints;
    }

    private void required(JsonNode meta) {
        check("name", meta.path("name").asText().matches(TERM));
        check("version", meta.path("version").asText().matches(VERSION));
        check("abstract", isText(meta.path("abstract")));
        check("maintainer", isTexts(meta.path("maintainer")));
        check("license", isLicense(meta.path("license")));
        check("meta-spec", meta.at("/meta-spec/version").asText().matches("1\\.0\\.\\d+"));
        JsonNode provides = meta.path("provides");
        check("provides", provides.isObject() && !provides.isEmpty());
        provides.properties().forEach(entry -> {
            check("provides: " + entry.getKey(), entry.getKey().matches(TERM));
            check("provides: file", isText(entry.getValue().path("file")));
            check("provides: version", entry.getValue().path("version").asText().matches(VERSION));
        });
    }

    private void optional(JsonNode meta) {
        check("description", isTextOrNothing(meta.path("description")));
        check("generated_by", isTextOrNothing(meta.path("generated_by")));
        check("release_status", meta.path("release_status").asText("stable").matches("stable|testing|unstable"));
        check("tags", meta.path("tags").isMissingNode() || isTexts(meta.path("tags")));
        meta.path("prereqs").properties().forEach(phase -> {
            check("prereqs: " + phase.getKey(), PHASES.contains(phase.getKey()));
            phase.getValue().properties().forEach(relation -> {
                check("prereqs: " + relation.getKey(), RELATIONS.contains(relation.getKey()));
                relation.getValue()
                        .forEach(version -> check(
                                "prereqs: version",
                                version.asText().equals("0") || version.asText().matches(VERSION)));
            });
        });
    }

    private void check(String what, boolean good) {
        if (!good) {
            complaints.add(what);
        }
    }

    private static boolean isText(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank();
    }

    private static boolean isTextOrNothing(JsonNode node) {
        return node.isMissingNode() || isText(node);
    }

    private static boolean isTexts(JsonNode node) {
        boolean good = node.isArray() && !node.isEmpty();
        for (JsonNode item : node) {
            good &= isText(item);
        }
        return good || isText(node);
    }

    /** A name of the list, several, or names with the addresses of the texts. */
    private static boolean isLicense(JsonNode node) {
        if (node.isObject()) {
            return !node.isEmpty();
        }
        boolean good = node.isArray() && !node.isEmpty();
        for (JsonNode item : node) {
            good &= LICENSES.contains(item.asText());
        }
        return good || LICENSES.contains(node.asText());
    }
}
