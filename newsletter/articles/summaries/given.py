"""First names, by which names of people are told from nouns in German, where each noun has a capital.

None that is a word, a month or a place as well (Kai, Ernst, Mark, August, Reiner, Sofia): a name that is missing here
is looked up less closely, and no more.
"""

from newsletter.articles.summaries.folding import fold

_NAMES = """
achim adele adrian agnes agnieszka ahmed ahmet aicha albert alejandro alex alexander alexandra alexei alfred
ali alice alina alma amina amir ana andrea andreas andrzej andré angela angelika anita anja anke ann anna
anne annegret anneliese annette annika anton antonia antonio arne arnold arthur astrid axel ayşe barbara
bartosz beata beate ben benjamin bernd bernhard bertha bettina birgit birgitta björn bodo boris brigitte
britta bruno camille carl carla carlos carmen carola carsten cem charlotte christa christel christian
christiane christina christine christoph christopher clara claudia claus cornelia dagmar daniel daniela
david denise dennis detlef dieter dietmar dietrich dimitri dirk dmitri dominik donald dora doris dorota
dorothea ebru eckhard edeltraud edgar edith eduard elena elfriede elif elisabeth elise elizabeth elke ella
ellen elsa emil emilia emily emine emma emmanuel emre erich erik erika erwin esther eugen eva eva-maria
evelyn ewa fabian fatima fatma felix ferdinand francesca frank franz franziska françois frauke frederik
frieda friederike friedrich fritz gabi gabriela gabriele georg george gerald gerd gerda gerhard gertrud
giovanni gisela giulia giuseppe gordon gottfried gregor greta gudrun guido gustav günter günther hanna
hannah hannelore hannes hans harald hartmut hasan hassan hatice hedwig heike heiko heiner heinrich heinz
helen helena helene helga helmut hendrik henning henrik henry herbert hermann hilde hildegard holger horst
hubert hugo hussein hüseyin ibrahim ida igor ilona ilse ines inge ingeborg ingo ingrid irena irene irina
iris irmgard isabel isabella isabelle ismail ivan iwan iwona jacques jakob james jan jana jane janina jasmin
jean jens jerzy joachim joanna jochen joe johann johanna johannes john jonas jorge josef josefine joseph
josé juan judith julia julian juliane julius jutta jörg jörn jürgen kamil karel karim karin karina karl
karoline karsten katarina katarzyna kate katharina kathrin katja katrin kerstin kevin khaled kirsten klara
klaus konrad konstantin kristina krzysztof kurt lara lars laura layla lea lena leo leon leonie leyla lina
linda lisa lorenz lotte louis louise luca lucas lucia ludwig luis luisa luise luiz lukas lutz lydia magda
magdalena maja malte mandy manfred manuel manuela marc marcel marco marcus marek maren margaret margarete
margit margot maria marianne marie marie-luise mario marion marius markus marlene marlies marta martha
martin martina mary maryam mathias mathilde matteo matthias max maximilian małgorzata mehmet meike melanie
mia michael michaela michel michelle miguel mike mina miriam mohamed mohammad mohammed monika moritz
muhammad muhammed murat mustafa nadia nadine nadja natalia natalie natascha nicola nicolas nicole niklas
nikolaus nils nina nora norbert oksana olaf olena olga oliver omar oskar osman oswald otto paolo pascal
patricia patrick patrik paul paula pauline paweł pedro peter petra philipp pierre piotr rainer ralf ralph
rebecca regina reinhard reinhold renate reza ricarda richard rita robert roberto robin roland rolf ronald
ronny rosa rosemarie rudi rudolf ruth rüdiger sabine sabrina salim samira samuel sandra sara sarah sascha
sebastian selin sergej sergio sibylle siegfried sigrid silke silvia simon simone sonja sophia sophie stefan
stefanie steffen steffi stephan stephanie susan susanna susanne susi sven svenja svetlana sylvia tamara
tanja tatjana theo theodor theresa thomas thorsten tilman tim timo tina tobias tom tomasz torben torsten udo
ulf ulla ulrich ulrike ursula uta ute uwe valentin valentina vanessa vera verena veronika viktor viktoria
vincent vladimir volker walter waltraud werner wilfried wilhelm willi william willy winfried wladimir
wojciech wolfgang wolfram yasmin yusuf yvonne zahra zeynep zofia
"""
#: Folded.
GIVEN = frozenset(fold(name) for name in _NAMES.split())
