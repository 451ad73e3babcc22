package dev.cnilab.userland.coreutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output of Debian's own commands. */
class TextToolsTest {
  @AutoClose private static final SandboxMachine MACHINE = new SandboxMachine();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          echo a:b:c ; awk -F: -v OFS=- '{ $2 = "z"; print }'     | a-z-c
          echo a b ; awk -v ORS='\\"\\n' -v x=5 '{ print x < 10 }' | 1"
          echo abc def ; sed 's/./\\u&/;s/d/\\U&x\\Ey/'             | Abc DXyef
          echo ABC ; sed 's/\\(.\\)\\(.*\\)/\\l\\1\\L\\2/'              | abc
          echo 'a^b&c+' ; sed 's/b/[\\x26]/;s/\\x61/\\d65\\o102/'          | AB^[&]&c+
          echo abc ; sed 's/a/\\xe2\\x82\\xac/;y/\\x62c/\\x78\\\\/'          | €x\\
          echo a.b ; sed 's/[\\x61-\\x62]/_/g;s/\\x2e/X/;s/b*$/\\x5c/'    | X._\\
          echo a ; sed 's/a/b\\x0ac/;s/b/\\cA/' ; od -An -tx1           | 01 0a 63 0a
          echo a ; sed 's/a/\\x/;a\\x41\\o102' ; tr '\\n' _             | x_x41B_
          echo a1 ; grep -P '^a\\d(?=$)'                           | a1
          echo Foo ; grep -i --color=auto foo                      | Foo
          printf '%.1f %.0f %.2f' 2.25 0.5 1e3           | 2.2 0 1000.00
          """)
  void a_text_tool_prints_the_same_as_the_real_one(String command, String wanted) {
    assertThat(MACHINE.sh(command.replace(" ; ", " | ")).out().strip()).isEqualTo(wanted);
  }
}
