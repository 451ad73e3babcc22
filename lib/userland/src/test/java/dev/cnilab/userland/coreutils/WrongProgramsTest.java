package dev.cnilab.userland.coreutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Debian's own commands say of patterns, programs and archives that are none. */
class WrongProgramsTest {
  @AutoClose private static final SandboxMachine MACHINE = new SandboxMachine();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          grep -P '(' /etc/hosts      | grep: missing closing parenthesis
          grep -P '[a' /etc/hosts     | grep: missing terminating ] for character class
          grep -P '*a' /etc/hosts     | grep: quantifier does not follow a repeatable item
          grep -P '[z-a]' /etc/hosts  | grep: range out of order in character class
          pgrep '('                   | pgrep: regex error: Unmatched ( or \\(
          awk '{print' /etc/hosts     | awk: line 2: missing } near end of file
          awk '{print }}' /etc/hosts  | awk: line 1: extra '}'~awk: line 1: syntax error at or near end of line
          awk '{x=}' /etc/hosts       | awk: line 1: syntax error at or near }
          awk 'BEGIN{foo(}'           | awk: line 1: missing ) near }
          awk '/a' /etc/hosts         | awk: line 1: runaway regular expression /a ...
          awk '{print "a}' /etc/hosts | awk: line 1: runaway string constant "a} ...
          awk '/(/' /etc/passwd       | awk: line 1: regular expression compile failed (missing ')')~(
          tar tf /etc/passwd          | tar: This does not look like a tar archive~tar: Exiting with failure status due to previous errors
          tar tzf /etc/passwd         | ~gzip: stdin: not in gzip format~tar: Child returned status 1~tar: Error is not recoverable: exiting now
          """)
  void a_wrong_program_fails_with_the_message_of_the_real_tool(String command, String wanted) {
    assertThat(MACHINE.sh(command + " 2>&1; echo $?").out())
        .isEqualTo(wanted.replace('~', '\n') + "\n" + "2\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          1r /etc/hosts | char 2: command `r'
          s/a/b/w out   | char 7: option of `s' `w'
          """)
  void sed_rejects_commands_for_files_by_name(String program, String what) {
    assertThat(MACHINE.sh("echo a | sed '" + program + "' 2>&1; echo $?").out())
        .isEqualTo("sed: -e expression #1, " + what + " is not available on this machine\n1\n");
  }
}
