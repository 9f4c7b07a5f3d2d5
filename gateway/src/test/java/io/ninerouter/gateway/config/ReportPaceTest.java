package io.ninerouter.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportPaceTest {
    private final ReportPace pace = new ReportPace();

    @Test
    void theFirstReportWaitsOnlyForWhatComesTogetherWithIt() {
        assertThat(change(0)).isEqualTo(5);
        assertThat(learnt(0)).isEqualTo(100);
    }

    @Test
    void aChangeAfterAQuietTimeIsToldAtOnce() {
        write(1_000, 1_010);

        assertThat(change(1_031)).isEqualTo(5);
    }

    @Test
    void changesThatFollowEachOtherCloselyWaitForTheRestToEnd() {
        write(1_000, 1_010);

        assertThat(change(1_010)).isEqualTo(20);
        assertThat(change(1_018)).isEqualTo(12);
        assertThat(change(1_028)).isEqualTo(5);
    }

    @Test
    void theSlowerTheApiServerTheLongerTheRest() {
        write(1_000, 1_130);

        assertThat(change(1_150)).isEqualTo(240);
    }

    @Test
    void howeverSlowTheApiServerAChangeIsToldWithinASecond() {
        write(0, 30_000);

        assertThat(change(30_000)).isEqualTo(1_000);
    }

    @Test
    void aChangeDuringAWriteRestsToo() {
        write(0, 50);
        pace.begins(500_000_000);

        assertThat(change(510)).isEqualTo(100);
    }

    @Test
    void whatTrafficTeachesIsToldWithinHalfASecond() {
        write(1_000, 1_010);

        assertThat(learnt(1_010)).isEqualTo(300);
        assertThat(learnt(1_150)).isEqualTo(160);
        assertThat(learnt(9_000)).isEqualTo(100);
    }

    private void write(long beginMillis, long endMillis) {
        pace.begins(beginMillis * 1_000_000);
        pace.ends(endMillis * 1_000_000);
    }

    private long change(long nowMillis) {
        return pace.untilChange(nowMillis * 1_000_000) / 1_000_000;
    }

    private long learnt(long nowMillis) {
        return pace.untilLearnt(nowMillis * 1_000_000) / 1_000_000;
    }
}
