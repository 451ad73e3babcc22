package dev.cnilab.lab.diagnosis.remedy;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command that gives a service account its rights back. */
public final class RightsRemedy {

  private static final Pattern ACCOUNT =
      Pattern.compile("User \\\\?\"system:serviceaccount:([^:]+):([^\"\\\\]+)\\\\?\"");

  private RightsRemedy() {}

  /**
   * Binds the only cluster role that has the account's name and that nobody has.
   *
   * @param refusal names the account, as an API server does
   * @return empty if there is no such role
   */
  public static String bound(ClusterPicture picture, String refusal) {
    Matcher account = ACCOUNT.matcher(refusal);
    List<Json> roles =
        account.find()
            ? picture.list("clusterroles").stream()
                .filter(role -> isNamed(name(role), account.group(2)))
                .filter(role -> isUnbound(picture, name(role)))
                .toList()
            : List.of();
    if (roles.size() != 1) {
      return "";
    }
    String role = name(roles.getFirst());
    String binding =
        "kubectl create clusterrolebinding %1$s --clusterrole=%1$s --serviceaccount=%2$s:%3$s"
            .formatted(role, account.group(1), account.group(2));
    String labels = labels(roles.getFirst());
    return labels.isEmpty()
        ? binding
        : "%s; kubectl label clusterrolebinding %s %s".formatted(binding, role, labels);
  }

  private static String name(Json object) {
    return object.text("/metadata/name");
  }

  private static boolean isNamed(String role, String account) {
    return role.equals(account) || role.endsWith(":" + account);
  }

  private static boolean isUnbound(ClusterPicture picture, String role) {
    return picture.list("clusterrolebindings").stream()
        .noneMatch(binding -> binding.text("/roleRef/name").equals(role));
  }

  /** Those of the role, which is from the same manifest. */
  private static String labels(Json role) {
    return role.fields("/metadata/labels").entrySet().stream()
        .filter(label -> !label.getKey().startsWith("kubernetes.io/"))
        .sorted(Map.Entry.comparingByKey())
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(" "));
  }
}
