package fr.rtes.fiches.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.embedded.Unusable;
import fr.rtes.fiches.embedded.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialListsTest {

    private static final String COMMUNES = "code,nom,departement,region,epci,siren,codes_postaux,population,lat,lng\n";
    private static final String EPCI =
            "siren,nom,type,population_totale,population_municipale,nb_communes,commune_siege_presumee\n";
    private static final String REGIONS = "siren,echelon,code,nom,region,population\n";

    @TempDir
    private Path folder;

    @Test
    void aCommuneIsItsNameItsCodesItsPopulationAndItsOnlyPostalCode() throws IOException {
        Member nevers = only(list("communes.csv", COMMUNES + "58194,Nevers,58,27,245804406,215801947,58000,32830,,\n"));
        assertThat(nevers.registration())
                .isEqualTo("{\"ficheId\":\"nevers\",\"name\":\"Nevers\",\"type\":\"COMMUNE\","
                        + "\"identifiers\":{\"siren\":\"215801947\",\"cog\":\"58194\"},\"population\":{\"value\":32830},"
                        + "\"address\":{\"locality\":\"Nevers\",\"postalCode\":\"58000\"},\"status\":\"PUBLISHED\"}");
        assertThat(nevers.source()).isEqualTo("communes.csv, ligne 2");
    }

    @Test
    void ofSeveralPostalCodesNoneIsTaken() throws IOException {
        Member member = only(list("communes.csv", COMMUNES + "01033,Valserhône,01,84,,210100335,01200 01410,,,\n"));
        assertThat(member.postalCode()).isNull();
        assertThat(member.locality()).isEqualTo("Valserhône");
        assertThat(member.population()).isNull();
        assertThat(member.registration()).doesNotContain("population", "postalCode");
    }

    @Test
    void anEpciHasNoAddressBecauseItsSeatIsOnlyPresumed() throws IOException {
        Member epci =
                only(list("epci.csv", EPCI + "200034718,\"CC de Vitry, Champagne et Der\",CC,23851,23412,35,51649\n"));
        assertThat(epci.name()).isEqualTo("CC de Vitry, Champagne et Der");
        assertThat(epci.type()).isEqualTo("COMMUNAUTE_DE_COMMUNES");
        assertThat(epci.population()).isEqualTo(23412);
        assertThat(epci.communeCount()).isEqualTo(35);
        assertThat(epci.registration()).doesNotContain("address", "51649");
    }

    @Test
    void theSameNameTwiceTakesTheCodesWhicheverListComesFirst() throws IOException {
        String communes = COMMUNES
                + "93066,Saint-Denis,93,11,,219300662,93200,1,,\n97411,Saint-Denis,974,04,,219740115,97400,2,,\n"
                + "2A004,Ajaccio,2A,94,,212000046,20000,3,,\n";
        assertThat(ids(list("communes.csv", communes)))
                .containsExactly("saint-denis-93066", "saint-denis-97411", "ajaccio");
        assertThat(ids(list("communes.csv", communes).limitedTo(1)))
                .as("a part of the lists gives the same ids")
                .containsExactly("saint-denis-93066");
    }

    @Test
    void anAuthorityOfSeveralRowsIsOneMember() throws IOException {
        Files.writeString(folder.resolve("communes.csv"), COMMUNES + "75056,Paris,75,11,,217500016,75001 75002,2,,\n");
        Files.writeString(
                folder.resolve("regions.csv"),
                REGIONS + "217500016,departement,75,Paris,11,2\n200076958,departement,2A,Corse-du-Sud,94,1\n"
                        + "200076958,departement,2B,Haute-Corse,94,1\n200094332,departement,67,Bas-Rhin,44,1\n"
                        + "200094332,departement,68,Haut-Rhin,44,1\n200076958,region,94,Corse,,2\n");
        OfficialLists lists = OfficialLists.read(folder);
        assertThat(lists.members()).extracting(Member::name).containsExactly("Paris", "Corse");
        assertThat(lists.members()).extracting(Member::type).containsExactly("COMMUNE", "CONSEIL_REGIONAL");
        assertThat(lists.setAside()).extracting(OfficialLists.SetAside::name).containsExactly("Bas-Rhin", "Haut-Rhin");
    }

    @Test
    void aRegionHasNoCogBecauseADepartementHasTheSameNumber() throws IOException {
        OfficialLists lists = list(
                "regions.csv",
                REGIONS + "228400016,departement,84,Vaucluse,93,1\n200053767,region,84,Auvergne-Rhône-Alpes,,2\n");
        assertThat(lists.members().getFirst().cog()).isEqualTo("84");
        assertThat(lists.members().getLast().cog()).isNull();
    }

    @Test
    void theKeyIsTheSameForTheSameRegistrationAndAnotherForAnother() throws IOException {
        String row = "58194,Nevers,58,27,,215801947,58000,";
        String first = only(list("communes.csv", COMMUNES + row + "32830,,\n")).idempotencyKey();
        assertThat(only(list("communes.csv", COMMUNES + row + "32830,,\n")).idempotencyKey())
                .isEqualTo(first);
        assertThat(only(list("communes.csv", COMMUNES + row + "32831,,\n")).idempotencyKey())
                .isNotEqualTo(first);
        assertThat(first).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void gzippedListsAreReadToo() throws IOException {
        Path file = folder.resolve("communes.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((COMMUNES + "58194,Nevers,58,27,,215801947,58000,1,,\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(ids(OfficialLists.read(file))).containsExactly("nevers");
    }

    @Test
    void theListsThatComeAlongAreReadWholeAndEveryIdIsOnce() {
        OfficialLists lists = OfficialLists.read(Path.of("..", "samples", "reference"));
        assertThat(lists.members()).hasSize(36_335);
        assertThat(lists.setAside()).hasSize(2);
        assertThat(ids(lists)).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)*"));
        assertThat(lists.members()).allMatch(member -> member.idempotencyKey().length() <= 100);
    }

    @Test
    void whatIsWrongIsNamedWithItsFileAndLine() throws IOException {
        refused(
                "communes.csv",
                COMMUNES + "58194,Nevers,58,27,,215801947,58000,many,,\n",
                "line 2",
                "population",
                "many");
        refused("communes.csv", COMMUNES + "58194,,58,27,,215801947,58000,1,,\n", "line 2", "nom");
        refused("communes.csv", COMMUNES + "58194,Nevers\n", "line 2", "2 cells instead of 10");
        refused("epci.csv", EPCI + "200034718,X,SIVU,1,1,1,51649\n", "line 2", "type", "SIVU");
        refused("other.csv", "a,b\n1,2\n", "no official list");
        refused("empty.csv", "", "no official list");
        refused("broken.csv.gz", "this is no gzip", "broken.csv.gz");
        Files.write(
                folder.resolve("latin.csv"), (COMMUNES + "1,Évreux,,,,,,,,\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> OfficialLists.read(folder.resolve("latin.csv")))
                .satisfies(e -> assertThat(english(e)).contains("latin.csv", "UTF-8"));
        assertThatThrownBy(() -> OfficialLists.read(folder.resolve("nowhere")))
                .satisfies(e -> assertThat(english(e)).contains("nowhere"));
        Path nothing = Files.createDirectories(folder.resolve("nothing"));
        assertThatThrownBy(() -> OfficialLists.read(nothing))
                .satisfies(e -> assertThat(english(e)).contains("No official list"));
    }

    private void refused(String name, String text, String... said) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        assertThatThrownBy(() -> OfficialLists.read(file))
                .isInstanceOf(Unusable.class)
                .satisfies(e -> assertThat(english(e)).contains(said));
    }

    private static String english(Throwable e) {
        return Words.of(Map.of("LANG", "en_GB.UTF-8")).say((Unusable) e);
    }

    private OfficialLists list(String name, String text) throws IOException {
        return OfficialLists.read(Files.writeString(folder.resolve(name), text));
    }

    private static Member only(OfficialLists lists) {
        assertThat(lists.members()).hasSize(1);
        return lists.members().getFirst();
    }

    private static List<String> ids(OfficialLists lists) {
        return lists.members().stream().map(Member::ficheId).toList();
    }
}
