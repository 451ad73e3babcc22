package dev.cnilab.cluster.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables that say more about fields name only types and fields that there are. */
class FieldTablesTest {
  @ParameterizedTest
  @ValueSource(strings = {"zeros.txt", "go-types.txt"})
  void each_type_and_field_of_a_field_table_exists(String table) {
    assertThat(Schemas.lines(table))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              List<String> words = Arrays.asList(line.split(" ", -1));
              Struct type = Schemas.builtIn().find(words.getFirst()).orElseThrow();
              assertThat(words.subList(1, words.size()))
                  .allSatisfy(
                      word ->
                          assertThat(type.field(word.replaceFirst("(=.*|[+-])$", ""))).isPresent());
            });
  }
}
