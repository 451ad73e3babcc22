package dev.cnilab.cluster.apiserver.http.access;

import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * The user that a request impersonates, as with {@code kubectl --as}: each name, group, uid and
 * extra value needs the right to impersonate it. After apiserver's {@code
 * filters/impersonation.go}.
 */
record Impersonation(
    Optional<String> user,
    List<String> groups,
    Optional<String> uid,
    Map<String, List<String>> extra) {
  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String AUTHENTICATION = "authentication.k8s.io";
  private static final String EXTRA = "impersonate-extra-";

  static Impersonation of(HttpFields headers) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    for (HttpField header : headers) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      if (name.startsWith(EXTRA)) {
        extra
            .computeIfAbsent(name.substring(EXTRA.length()), key -> new ArrayList<>())
            .add(header.getValue());
      }
    }
    return new Impersonation(
        Optional.ofNullable(headers.get("Impersonate-User")),
        headers.getFields("Impersonate-Group").stream().map(HttpField::getValue).toList(),
        Optional.ofNullable(headers.get("Impersonate-Uid")),
        extra);
  }

  boolean isWanted() {
    return user.isPresent() || uid.isPresent() || !groups.isEmpty() || !extra.isEmpty();
  }

  /**
   * The resulting user. On the loop.
   *
   * @throws ApiException 403 if {@code caller} may not impersonate it
   */
  User by(User caller, Rbac rbac) {
    String name =
        user.orElseThrow(
            () ->
                ApiErrors.badRequest(
                    "requested " + words() + " without impersonating a user name"));
    Stream.of(
            Stream.of(subject(caller, name)),
            groups.stream().map(group -> wanted(caller, "", "groups", "", group)),
            uid.stream().map(id -> wanted(caller, AUTHENTICATION, "uids", "", id)),
            extra.entrySet().stream()
                .flatMap(
                    each ->
                        each.getValue().stream()
                            .map(
                                value ->
                                    wanted(
                                        caller,
                                        AUTHENTICATION,
                                        "userextras",
                                        each.getKey(),
                                        value))))
        .flatMap(each -> each)
        .forEach(attributes -> require(attributes, rbac));
    return new User(name, memberships(name)).with(uid.orElse(""), extra);
  }

  private List<String> memberships(String name) {
    List<String> all =
        new ArrayList<>(
            groups.isEmpty() && isAccount(name)
                ? User.serviceAccount(part(name, 2), part(name, 3)).groups()
                : groups);
    if (!all.contains("system:authenticated")
        && !all.contains("system:unauthenticated")
        && !name.equals("system:anonymous")) {
      all.add("system:authenticated");
    }
    return all;
  }

  private static Attributes subject(User caller, String name) {
    return isAccount(name)
        ? new Attributes(
            caller, "impersonate", "", "serviceaccounts", "", part(name, 2), part(name, 3), "")
        : wanted(caller, "", "users", "", name);
  }

  private static Attributes wanted(
      User caller, String group, String resource, String subresource, String name) {
    return new Attributes(caller, "impersonate", group, resource, subresource, "", name, "");
  }

  private static void require(Attributes attributes, Rbac rbac) {
    if (rbac.allows(attributes).isEmpty()) {
      String resource =
          attributes.group().isEmpty()
              ? attributes.resource()
              : attributes.resource() + "." + attributes.group();
      throw new ApiException(
          ApiStatus.of(
              403,
              "Forbidden",
              resource + " \"" + attributes.name() + "\" is forbidden: " + attributes.refusal()));
    }
  }

  private static boolean isAccount(String name) {
    return name.startsWith(ACCOUNT) && name.split(":", -1).length == 4;
  }

  private static String part(String name, int index) {
    return name.split(":", -1)[index];
  }

  /** As Go prints the corresponding ObjectReferences. */
  private String words() {
    return groups.stream().map(group -> "{Group  " + group + "    }").toList().toString();
  }
}
