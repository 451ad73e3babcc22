"""Where memory is short, kernels make room for each other."""

from cnilab import bench_memory


def test_the_kernel_that_was_idle_for_longest_makes_room_for_a_fourth(tmp_path):
    with bench_memory.open_course(tmp_path, *bench_memory.AS_ON_BINDER) as course:
        names = [course.run("1 + 1") for _ in range(4)]
        assert [each["id"] for each in course.ask("GET", "kernels")] == names[1:]
        assert len(course.kernels()) == 3
