package dev.cnilab.cluster.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.process.Process;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Corefile imports. */
class CorefileImportTest extends CoreDnsNode {
  @Test
  void snippets_and_files_can_be_imported() {
    node.write("/etc/coredns/10.server", "example.test {\n  import answers\n}\n");
    node.write("/etc/coredns/hosts.conf", "hosts {\n  192.0.2.7 imported.test\n  fallthrough\n}\n");
    serve(
        """
        (answers) {
          hosts {
            192.0.2.6 a.example.test
          }
        }
        import *.server
        .:53 {
          import hosts.conf
          whoami
        }
        """);

    assertThat(dig("a.example.test")).contains("192.0.2.6");
    assertThat(dig("imported.test")).contains("192.0.2.7");
  }

  @Test
  void a_relative_import_is_resolved_from_the_importing_file() {
    node.write("/etc/more/outer.conf", "import inner.conf\n");
    node.write("/etc/more/inner.conf", "hosts {\n  192.0.2.8 nested.test\n}\n");
    serve(".:53 {\n  import /etc/more/outer.conf\n}\n");

    assertThat(dig("nested.test")).contains("192.0.2.8");
  }

  @Test
  void an_import_pattern_without_matches_is_a_warning() {
    serve("import *.server\n.:53 {\n  whoami\n}\n");

    assertThat(log())
        .contains("[WARNING] No files matching import glob pattern: *.server\n", "CoreDNS-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (a) {; log; import a; }; .:53 {; import a; } | Corefile:4 - Error during parsing: maximum snippet import depth (10000) exceeded
          (a) {; import b; }; (b) {; import a; }; .:53 {; import a; } | Corefile:5 - Error during parsing: maximum snippet import depth (10000) exceeded
          .:53 {; import round.conf; } | round.conf:2 - Error during parsing: maximum file import depth (10000) exceeded
          """)
  void an_import_cycle_ends_coredns(String corefile, String words) {
    node.write("/etc/coredns/round.conf", "log\nimport round.conf\n");
    Process process = serve(corefile.replace("; ", "\n") + "\n");

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log()).contains(words);
  }

  @Test
  void an_error_in_an_imported_file_names_that_file() {
    node.write("/etc/coredns/wrong.conf", "\ncache {\n  success x\n}\nbogus\n");
    serve(".:53 {\n  import wrong.conf\n}\n");

    assertThat(log())
        .contains("/etc/coredns/wrong.conf:5 - Error during parsing: Unknown directive 'bogus'");
  }

  @Test
  void an_unclosed_or_duplicate_snippet_ends_coredns() {
    serve("(a) {\n log\n");
    assertThat(log())
        .contains("/etc/coredns/Corefile:2 - Syntax error: Unexpected token 'log', expecting '}'");
    serve("(a) {\n log\n}\n(a) {\n log\n}\n");
    assertThat(log())
        .contains(
            "Corefile:4 - Error during parsing: redeclaration of previously declared snippet a");
  }
}
