package dev.cnilab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The functions that a learner's cell can call: those of {@link Help#FUNCTIONS}, and the methods of
 * their results, as recorded in public-api.txt. Other people's notebooks depend on them. {@code
 * -Dgolden=update} writes the file again.
 */
class PublicApiTest {

  private static final Path WRITTEN_DOWN =
      Path.of("src/test/resources/dev/cnilab/lab/public-api.txt");

  private static final Set<String> WHAT_ANYTHING_ANSWERS =
      Arrays.stream(Object.class.getMethods()).map(Method::getName).collect(Collectors.toSet());

  @Test
  void the_public_api_matches_its_golden_file() throws IOException {
    String api = String.join("\n", reachableFrom(Help.FUNCTIONS)) + "\n";
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(WRITTEN_DOWN, api);
    }
    assertThat(api)
        .as("if it is meant, say so in the CHANGELOG, and run this test with -Dgolden=update")
        .isEqualTo(Files.readString(WRITTEN_DOWN));
  }

  private static Set<String> reachableFrom(List<Class<?>> entries) {
    Set<String> signatures = new TreeSet<>();
    Set<Class<?>> seen = new HashSet<>(entries);
    Deque<Class<?>> left = new ArrayDeque<>(seen);
    while (!left.isEmpty()) {
      for (Method method : left.pop().getMethods()) {
        if (method.isSynthetic() || WHAT_ANYTHING_ANSWERS.contains(method.getName())) {
          continue;
        }
        signatures.add(signature(method));
        types(method.getGenericReturnType())
            .filter(type -> type.getName().startsWith("dev.cnilab.lab"))
            .filter(seen::add)
            .forEach(left::push);
      }
    }
    return signatures;
  }

  private static String signature(Method method) {
    String parameters =
        Arrays.stream(method.getGenericParameterTypes())
            .map(PublicApiTest::plain)
            .collect(Collectors.joining(", "));
    String owner = plain(method.getDeclaringClass());
    String kind = Modifier.isStatic(method.getModifiers()) ? "static " : "";
    String returned = plain(method.getGenericReturnType());
    return "%s: %s%s %s(%s)".formatted(owner, kind, returned, method.getName(), parameters);
  }

  private static String plain(Type type) {
    return type.getTypeName().replace("dev.cnilab.lab.", "").replaceAll("java\\.[a-z.]+\\.", "");
  }

  private static Stream<Class<?>> types(Type type) {
    return switch (type) {
      case Class<?> one when one.isArray() -> types(one.getComponentType());
      case Class<?> one -> Stream.of(one);
      case ParameterizedType generic ->
          Stream.concat(
              types(generic.getRawType()),
              Arrays.stream(generic.getActualTypeArguments()).flatMap(PublicApiTest::types));
      case WildcardType any -> Arrays.stream(any.getUpperBounds()).flatMap(PublicApiTest::types);
      default -> Stream.empty();
    };
  }
}
