package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;

/** The columns of RoleBindings and ClusterRoleBindings. */
final class BindingFormat {
  static final List<TableColumn> COLUMNS =
      List.of(
          objectName(),
          text("Role", o -> o.text("/roleRef/kind") + "/" + o.text("/roleRef/name")),
          age(),
          text("Users", o -> subjects(o, "User")).wide(),
          text("Groups", o -> subjects(o, "Group")).wide(),
          text("ServiceAccounts", o -> subjects(o, "ServiceAccount")).wide());

  private BindingFormat() {}

  private static String subjects(KubeObject binding, String kind) {
    List<String> names = new ArrayList<>();
    for (JsonNode subject : binding.at("/subjects")) {
      if (subject.path("kind").asText().equals(kind)) {
        String namespace = subject.path("namespace").asText("");
        String name = subject.path("name").asText();
        names.add(kind.equals("ServiceAccount") ? namespace + "/" + name : name);
      }
    }
    return String.join(", ", names);
  }
}
