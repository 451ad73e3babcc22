package dev.cnilab.cluster.apiserver.validation.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table refers only to existing types, fields and checks. */
class RuleTableTest {
  @Test
  void each_type_and_field_of_the_rule_table_exists() {
    Set<String> unknown = new TreeSet<>();
    for (String type : RuleTable.types()) {
      Struct struct = Schemas.builtIn().find(type).orElse(null);
      for (RuleTable.Line line : RuleTable.of(type)) {
        boolean known =
            struct != null && (line.field().equals(".") || struct.field(line.field()).isPresent());
        if (!known) {
          unknown.add(type + "." + line.field());
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void each_check_of_the_rule_table_exists() {
    for (String type : RuleTable.types()) {
      RuleTable.of(type).forEach(line -> assertThat(line.check()).isNotNull());
    }
  }
}
