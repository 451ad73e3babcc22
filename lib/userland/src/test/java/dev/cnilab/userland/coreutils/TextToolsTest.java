package dev.cnilab.userland.coreutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Debian's own commands print. */
class TextToolsTest {
  private static final SandboxMachine MACHINE = new SandboxMachine();

  @AfterAll
  static void close() {
    MACHINE.close();
  }

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
          echo a1 ; grep -P '^a\\d(?=$)'                           | a1
          echo Foo ; grep -i --color=auto foo                      | Foo
          printf '%.1f %.0f %.2f' 2.25 0.5 1e3           | 2.2 0 1000.00
          """)
  void text_comes_out_as_there(String command, String wanted) {
    assertThat(MACHINE.sh(command.replace(" ; ", " | ")).out().strip()).isEqualTo(wanted);
  }
}
