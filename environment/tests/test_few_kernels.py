"""Where memory is short, kernels make room for each other."""

from cnilab import bench_memory


def test_the_longest_idle_kernel_is_ended_for_a_fourth(tmp_path):
    with bench_memory.open_course(tmp_path, *bench_memory.AS_ON_BINDER) as course:
        names = [course.run("1 + 1") for _ in range(4)]
        assert [each["id"] for each in course.ask("GET", "kernels")] == names[1:]
        assert len(course.kernels()) == 3
