package dev.cnilab.cluster.apiserver.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RbacTest {
  @Test
  void the_rules_of_an_account_are_cached_once_for_all_its_tokens() {
    Rbac rbac = new Rbac(new ObjectStore(100, Throwable::printStackTrace));
    rbac.follow();

    assertThat(rbac.rules(with("JTI=1"), "default")).isSameAs(rbac.rules(with("JTI=2"), "default"));
  }

  @Test
  void unknown_namespaces_are_not_cached() {
    Rbac rbac = new Rbac(new ObjectStore(100, Throwable::printStackTrace));
    rbac.follow();

    assertThat(rbac.rules(User.anonymous(), "made-up-1"))
        .isSameAs(rbac.rules(User.anonymous(), "made-up-2"));
  }

  private static User with(String credential) {
    return new User(
        "system:serviceaccount:default:web",
        "",
        List.of("system:serviceaccounts", "system:authenticated"),
        Map.of("authentication.kubernetes.io/credential-id", List.of(credential)));
  }
}
